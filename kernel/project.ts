import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What makes a folder a project. */
export const PROJECT_FILE = 'harness.config.ts';

/** The harness itself: its engines, tools, reports, verbs and kinds lie here, in a checkout or in a package. */
export const PRODUCT = resolve(import.meta.dirname, '..');

/** The folder, or the nearest above it, that is a project. */
export function nearestProject(folder: string): string | undefined {
  if (existsSync(join(folder, PROJECT_FILE))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : nearestProject(above);
}

/**
 * Whose suites, environments, policy and evidence it is about: what the command line has found (`--project`), else the nearest
 * from the working folder; where there is none, the harness's own checkout.
 */
export const PROJECT = process.env['HARNESS_PROJECT'] ?? nearestProject(process.cwd()) ?? PRODUCT;

/** Where definitions are looked for: what the harness brings, and what the project adds. */
export interface Roots {
  /** The project. */
  readonly root: string;
  /** The harness, where that is another folder. */
  readonly product?: string;
}

export const HERE: Roots = { root: PROJECT, ...(PRODUCT !== PROJECT && { product: PRODUCT }) };
