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
