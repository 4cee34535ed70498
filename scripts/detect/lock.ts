import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { waitUntil } from '../../kernel/process.ts';
import { ownerOf, writeOwner } from '../session/owner.ts';
import { STATE } from '../root.ts';

const LOCK = join(STATE, 'detect');
/** For a run that lost its detection to stop its target and to seal. */
const PATIENCE_MS = 90_000;

export interface Lock {
  /**
   * Notes a run that is under way: it outlives a `detect` that is killed by as long as it takes to clean up. Gives how to
   * forget it once it has ended.
   */
  holdChild(pid: number): () => void;
  release(): void;
}

export interface LockRequest {
  readonly say: (line: string) => void;
  readonly folder?: string;
  readonly patienceMs?: number;
}

/**
 * One detection of a checkout at a time: two would measure each other. A live one is a ConfigError that names it; a dead one's
 * place is taken once its last runs have ended, and an InfraError names one that does not end.
 */
export async function takeLock({ say, folder = LOCK, patienceMs = PATIENCE_MS }: LockRequest): Promise<Lock> {
  mkdirSync(dirname(folder), { recursive: true });
  if (!make(folder)) {
    refuseBesideLiveOne(folder);
    await childrenToEnd(folder, say, patienceMs);
    // Somebody else may have waited for it too.
    refuseBesideLiveOne(folder);
    rmSync(folder, { recursive: true, force: true });
    if (!make(folder)) throw new ConfigError('a detection has just begun elsewhere; wait for it');
  }
  writeOwner(folder);
  return {
    holdChild: (pid) => {
      writeOwner(folder, `child-${pid}`, pid);
      return () => rmSync(join(folder, `child-${pid}.json`), { force: true });
    },
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

async function childrenToEnd(folder: string, say: LockRequest['say'], patienceMs: number): Promise<void> {
  const alive = childrenAlive(folder);
  if (alive.length === 0) return;
  say(`waiting for what a detection that was killed left running, process ${alive.join(', ')}, to clean up`);
  if (await waitUntil(() => childrenAlive(folder).length === 0, patienceMs)) return;
  const left = childrenAlive(folder);
  throw new InfraError(
    `process ${left.join(', ')}, left by a detection that was killed, did not end within ${patienceMs / 1000} s. Fix: kill ${left.join(' ')}, then ./harness heal`,
  );
}

function childrenAlive(folder: string): readonly number[] {
  return readdirSync(folder)
    .flatMap((name) => /^child-(\d+)\.json$/.exec(name)?.[1] ?? [])
    .flatMap((pid) => ownerOf(folder, `child-${Number(pid)}`) ?? []);
}

function make(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}
