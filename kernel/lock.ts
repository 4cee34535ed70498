import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 200;
/** SQLITE_BUSY: another connection has it, of this process or of another. */
const TAKEN = 5;

/**
 * What one process at a time may hold. SQLite keeps it in a file, because the operating system takes such a lock away when its
 * process dies, however it dies: no stale lock is ever told from a live one, and what a process has started never inherits it.
 * Nobody else may open the file, for a process that closes it gives the lock up.
 */
export interface Lock {
  /** Twice is harmless. */
  release(): void;
}

/** Takes a lock at once; undefined where somebody has it. Throws where its file cannot be made. */
export async function tryLock(file: string): Promise<Lock | undefined> {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    const lock = await lockFile(file);
    if (lock === 'taken') return undefined;
    if (lock !== 'removed') return lock;
  }
}

/** Whoever gives a lock up removes its file: what was locked here may be that one, while somebody else locks a new one. */
async function lockFile(file: string): Promise<Lock | 'taken' | 'removed'> {
  const { DatabaseSync } = await import('node:sqlite');
  const before = identityOf(file);
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === TAKEN) return 'taken';
    if (isStill(before, file)) throw error;
    return 'removed';
  }
  if (isStill(before, file)) return { release: () => database.isOpen && release(file, database) };
  database.close();
  return 'removed';
}

function release(file: string, database: { close(): void }): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // One that stays does no harm.
  }
  database.close();
}

function isStill(before: string | undefined, file: string): boolean {
  return before !== undefined && before === identityOf(file);
}

function identityOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.birthtimeNs}`;
}

export interface Waiting {
  /** Ends the wait, which then rejects. */
  readonly signal: AbortSignal;
  /** Called once, where there is a wait. */
  readonly onWait?: () => void;
}

/** Takes a lock as soon as nobody has it. */
export async function takeLock(file: string, { signal, onWait }: Waiting): Promise<Lock> {
  for (let waits = 0; ; waits += 1) {
    const lock = await tryLock(file);
    if (lock !== undefined) return lock;
    if (waits === 0) onWait?.();
    await delay(RETRY_MS, undefined, { signal });
  }
}
