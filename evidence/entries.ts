import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../kernel/errors.ts';
import { sayNoFile } from '../kernel/plain-file.ts';

/** Something below a run's folder that is no folder. */
export interface Entry {
  /** Relative to the run's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Why it is no evidence, though it is there: a link, a pipe, a folder that cannot be looked into. Undefined for a file. */
  readonly wrong: string | undefined;
}

/** Everything below a run's folder but its manifest, sorted by path (code units). No link is followed; empty folders are nothing. */
export function entriesBelow(folder: string): readonly Entry[] {
  const entries: Entry[] = [];
  const folders = [''];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const child of childrenOf(folder, at, entries)) {
      const path = at === '' ? child.name : `${at}/${child.name}`;
      if (child.isDirectory()) folders.push(path);
      else if (path !== 'manifest.json') entries.push(entryOf(folder, path));
    }
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function childrenOf(folder: string, path: string, entries: Entry[]): readonly Dirent[] {
  try {
    return readdirSync(join(folder, path), { withFileTypes: true });
  } catch (error) {
    entries.push({ path: path || '.', bytes: 0, wrong: `cannot be looked into: ${messageOf(error)}` });
    return [];
  }
}

function entryOf(folder: string, path: string): Entry {
  try {
    const stats: Stats = lstatSync(join(folder, path));
    const what = sayNoFile(stats);
    return { path, bytes: stats.size, wrong: what === undefined ? undefined : `is no file: ${what}` };
  } catch (error) {
    return { path, bytes: 0, wrong: `cannot be looked at: ${messageOf(error)}` };
  }
}
