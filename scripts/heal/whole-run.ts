import { isSealed } from '../../evidence/manifest.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { duePublishers } from '../finish/publish.ts';
import { isReported } from '../session/places.ts';
import { hasPendingUndos } from './later-undos.ts';

/**
 * Whether nothing is left to do for a run whose process is gone: it is sealed, everything is put back, and each publisher had it. What it calls itself
 * does not count, for it may have been killed, or an undo may have failed, after it was called completed. The newest must be
 * reported, too; the reports of an older one may have been deleted on purpose.
 */
export function isWhole(run: RunFolder, newest: boolean): boolean {
  if (!isSealed(run) || mayBeTrue(() => hasPendingUndos(run)) || mayBeTrue(() => isDue(run))) return false;
  return !newest || isReported(run.id);
}

function isDue(run: RunFolder): boolean {
  return duePublishers(run).length > 0;
}

/** A log that cannot be read may hold some. */
function mayBeTrue(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return true;
  }
}
