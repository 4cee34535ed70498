import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startedAt } from '../../kernel/process.ts';

const WAIT_MS = 60_000;

/** Lets one process at a time heal a run, or a target: the watcher and `heal` may come to it together. False: somebody else did it. */
export async function withHealLock(runFolder: string, heal: () => Promise<void>): Promise<boolean> {
  const lock = `${runFolder}.healing`;
  const deadline = Date.now() + WAIT_MS;
  while (!take(lock)) {
    if (Date.now() > deadline) return false;
    await sleep(200);
  }
  try {
    await heal();
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid} ${startedAt(process.pid) ?? ''}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
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
