import { existsSync } from 'node:fs';
import { takeLock, type Lock } from '../../kernel/lock.ts';

const WAIT_MS = 60_000;

/**
 * Lets one process at a time heal a run, or a target: the watcher and `heal` may come to it together. False: somebody else did
 * it, or there is no such folder. Where a lock cannot be written, as on a full disk, it heals without: twice is harmless.
 */
export async function withHealLock(runFolder: string, heal: () => Promise<void>): Promise<boolean> {
  if (!existsSync(runFolder)) return false;
  const limit = AbortSignal.timeout(WAIT_MS);
  let lock: Lock | undefined;
  try {
    lock = await takeLock(`${runFolder}.lock`, { signal: limit });
  } catch {
    if (limit.aborted) return false;
  }
  try {
    await heal();
    return true;
  } finally {
    lock?.release();
  }
}
