import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startedAt } from '../../kernel/process.ts';

const WAIT_MS = 60_000;

/**
 * Lets one process at a time heal a run, or a target: the watcher and `heal` may come to it together. False: somebody else did
 * it, or there is no such folder. Where a lock cannot be written, as on a full disk, it heals without: twice is harmless.
 */
export async function withHealLock(runFolder: string, heal: () => Promise<void>): Promise<boolean> {
  if (!existsSync(runFolder)) return false;
  const lock = `${runFolder}.healing`;
  const deadline = performance.now() + WAIT_MS;
  while (!take(lock)) {
    if (performance.now() > deadline) return false;
    await sleep(200);
  }
  try {
    await heal();
    return true;
  } finally {
    remove(lock);
  }
}

/** One that stays does no harm: its owner is dead soon. */
function remove(lock: string): void {
  try {
    rmSync(lock, { force: true });
  } catch {
    // What cannot be written cannot be removed either.
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid} ${startedAt(process.pid) ?? ''}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true;
    if (!isAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock: string): boolean {
  try {
    const [pid = '', started = ''] = readFileSync(lock, 'utf8').split(' ');
    return startedAt(Number(pid)) === started;
  } catch {
    return false;
  }
}
