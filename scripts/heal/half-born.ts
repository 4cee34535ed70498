import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A run that is just beginning has a folder without its facts for a moment. */
const STILL_BEGINNING_MS = 60_000;

/**
 * Removes what lies about of runs that were killed together with their watcher before anything was written down: folders
 * without a word in them, whether they have their final name already or not (see `createRun`). `but` is known to have more.
 */
export function removeHalfBorn(runs: string, nowMs: number, but: ReadonlySet<string> = new Set()): void {
  for (const name of foldersIn(runs).filter((one) => !but.has(one))) {
    const folder = join(runs, name);
    const isOld = nowMs - statSync(folder).mtimeMs > STILL_BEGINNING_MS;
    if (isOld && (/^\..*\.partial$/.test(name) || holdsNothing(folder)))
      rmSync(folder, { recursive: true, force: true });
  }
}

function holdsNothing(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).every(
    (entry) =>
      entry.name.endsWith('.partial') || (entry.isFile() && statSync(join(folder, entry.name)).size === 0),
  );
}

function foldersIn(runs: string): readonly string[] {
  try {
    return readdirSync(runs, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    // No run was made yet.
    return [];
  }
}
