import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeAll, undoAll, type UndoneAll } from './undo-all.ts';

/** Puts back what the dead owner of a state folder left, and removes the folder when nothing is left to do. */
export async function healFolder(folder: string): Promise<UndoneAll> {
  const log = join(folder, 'undo.ndjson');
  const first = await undoAll(log);
  const second = await removeAll(log);
  const failures = [...first.failures, ...second.failures];
  if (failures.length === 0) rmSync(folder, { recursive: true, force: true });
  return { undone: first.undone + second.undone, failures };
}
