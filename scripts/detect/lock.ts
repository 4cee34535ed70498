import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { waitUntil } from '../../kernel/process.ts';
import { ownerOf, writeOwner } from '../heal/owner.ts';
import { STATE } from '../root.ts';

const LOCK = join(STATE, 'detect');
/** For a run that lost its detection to stop its target and to seal. */
const PATIENCE_MS = 90_000;

export interface Lock {
  /** Notes the run that is under way: it outlives a `detect` that is killed by as long as it takes to clean up. */
  holdChild(pid: number): void;
  release(): void;
}

export interface LockRequest {
  readonly say: (line: string) => void;
  readonly folder?: string;
  readonly patienceMs?: number;
}

/**
 * One detection of a checkout at a time: two would measure each other. A live one is a ConfigError that names it; a dead one's
 * place is taken once its last run has ended, and an InfraError names one that does not end.
 */
export async function takeLock({ say, folder = LOCK, patienceMs = PATIENCE_MS }: LockRequest): Promise<Lock> {
  mkdirSync(dirname(folder), { recursive: true });
  if (!make(folder)) {
    refuseBesideLiveOne(folder);
    await childToEnd(folder, say, patienceMs);
    // Somebody else may have waited for it too.
    refuseBesideLiveOne(folder);
    rmSync(folder, { recursive: true, force: true });
    if (!make(folder)) throw new ConfigError('a detection has just begun elsewhere; wait for it');
  }
  writeOwner(folder);
  return {
    holdChild: (pid) => writeOwner(folder, 'child', pid),
    release: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function refuseBesideLiveOne(folder: string): void {
  const owner = ownerOf(folder);
  if (owner === undefined) return;
  throw new ConfigError(
    `a detection goes on already, in process ${owner}; wait for it or stop it with Ctrl-C`,
  );
}

async function childToEnd(folder: string, say: LockRequest['say'], patienceMs: number): Promise<void> {
  const child = ownerOf(folder, 'child');
  if (child === undefined) return;
  say(`waiting for the last run of a detection that was killed, process ${child}, to clean up`);
  if (await waitUntil(() => ownerOf(folder, 'child') === undefined, patienceMs)) return;
  throw new InfraError(
    `process ${child}, the last run of a detection that was killed, did not end within ${patienceMs / 1000} s. Fix: kill ${child}, then ./harness heal`,
  );
}

function make(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}
