import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { glance } from '../../evidence/glance.ts';
import { sayProblems } from '../../evidence/problem.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { pendingUndos } from '../../kernel/undo-log.ts';
import { removeAll, undoAll, type UndoneAll, type UndoOptions } from './undo-all.ts';

/** What is put back is what the run had noted, and nothing that somebody has written there since. */
const TRUSTED = ['undo.ndjson', 'manifest.json'];

/** Beside the run's folder: what is sealed never changes, so what is put back later is noted outside it. */
function laterLog(run: RunFolder): string {
  return `${run.folder}.undo.ndjson`;
}

/** Whether anything of a run is still to be put back, sealed or not. */
export function hasPendingUndos(run: RunFolder): boolean {
  const later = laterLog(run);
  return pendingUndos(existsSync(later) ? later : run.undo).length > 0;
}

/** Tries again what could not be put back before the run was sealed. Its evidence stays as it is, byte for byte. */
export async function undoLater(run: RunFolder, options: UndoOptions): Promise<UndoneAll> {
  if (!hasPendingUndos(run)) return { undone: 0, failures: [] };
  const log = laterLog(run);
  if (!existsSync(log)) {
    const changed = glance(run, 'undo.ndjson').filter(({ path }) => TRUSTED.includes(path));
    if (changed.length > 0) return { undone: 0, failures: sayProblems(changed, run) };
    copyWhole(run.undo, log);
  }
  const first = await undoAll(log, options);
  const second = await removeAll(log, options);
  return { undone: first.undone + second.undone, failures: [...first.failures, ...second.failures] };
}

/** By a rename, so that a kill leaves no half of a log, which would read as if less were to be put back. */
function copyWhole(from: string, to: string): void {
  const partial = `${to}.${process.pid}.partial`;
  copyFileSync(from, partial);
  renameSync(partial, to);
}
