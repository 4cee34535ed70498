import { checkManifest } from './check-manifest.ts';
import { entriesBelow } from './entries.ts';
import type { Problem } from './problem.ts';
import type { RunFolder } from './store.ts';

/**
 * What is wrong with a run as far as can be seen at once, for lists of many runs: of its manifest and of one
 * file the content is checked; of every other, that it is there, and its size.
 */
export function glance(run: RunFolder, content = 'run.json'): readonly Problem[] {
  return checkManifest(run, entriesBelow(run.folder), (path) => path === content).problems;
}
