import { nearestProject, PRODUCT } from './find-project.ts';

export { nearestProject, PRODUCT, PROJECT_FILE } from './find-project.ts';

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
