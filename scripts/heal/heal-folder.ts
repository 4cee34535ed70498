import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withHealLock } from './heal-lock.ts';
import { ownerOf } from '../session/owner.ts';
import { removeAll, undoAll, type UndoneAll } from './undo-all.ts';

/**
 * Puts back what the dead owner of a state folder left, and removes the folder when nothing is left to do. Its watcher and
 * another process may come to it together: one does it. A folder that somebody has claimed anew meanwhile is left alone.
 */
export async function healFolder(folder: string): Promise<UndoneAll> {
  let done: UndoneAll = { undone: 0, failures: [] };
  await withHealLock(folder, async () => {
    if (ownerOf(folder) === undefined) done = await putBack(folder);
  });
  return done;
}

async function putBack(folder: string): Promise<UndoneAll> {
  const log = join(folder, 'undo.ndjson');
  // In `.harness`, where the key lies too: whoever writes there is this user.
  const options = { commands: true, foreign: true };
  const first = await undoAll(log, options);
  const second = await removeAll(log, options);
  const failures = [...first.failures, ...second.failures];
  if (failures.length === 0) rmSync(folder, { recursive: true, force: true });
  return { undone: first.undone + second.undone, failures };
}
