import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { tryLock } from '../../kernel/lock.ts';
import { waitUntil } from '../../kernel/process.ts';
import { ownerOf, writeOwner, type Part } from '../session/owner.ts';
import { STATE } from '../root.ts';

/** Says which processes a detection consists of. */
const NOTES = join(STATE, 'detect');
/** For a run that lost its detection to stop its target and to seal. */
const PATIENCE_MS = 90_000;

export interface DetectionLock {
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
export async function lockDetection({
  say,
  folder = NOTES,
  patienceMs = PATIENCE_MS,
}: LockRequest): Promise<DetectionLock> {
  const lock = await tryLock(`${folder}.lock`);
  if (lock === undefined) throw new ConfigError(sayGoesOn(ownerOf(folder)));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOwner(folder);
    await childrenToEnd(folder, say, patienceMs);
    forgetChildren(folder);
  } catch (error) {
    lock.release();
    throw error;
  }
  return {
    holdChild: (pid) => {
      writeOwner(folder, `child-${pid}`, pid);
      return () => rmSync(join(folder, `child-${pid}.json`), { force: true });
    },
    release() {
      rmSync(folder, { recursive: true, force: true });
      lock.release();
    },
  };
}

/** One that has only just begun has noted nothing yet. */
function sayGoesOn(owner: number | undefined): string {
  const where = owner === undefined ? '' : `, in process ${owner}`;
  return `a detection goes on already${where}; wait for it or stop it with Ctrl-C`;
}

async function childrenToEnd(folder: string, say: LockRequest['say'], patienceMs: number): Promise<void> {
  const alive = childrenAlive(folder);
  if (alive.length === 0) return;
  say(`waiting for what a detection that was killed left running, process ${alive.join(', ')}, to clean up`);
  if (await waitUntil(() => childrenAlive(folder).length === 0, patienceMs)) return;
  const left = childrenAlive(folder);
  throw new InfraError({
    what: `process ${left.join(', ')}, left by a detection that was killed, did not end within ${patienceMs / 1000} s.`,
    fix: `kill ${left.join(' ')}, then ./harness heal`,
  });
}

function childrenAlive(folder: string): readonly number[] {
  return notesOfChildren(folder).flatMap((note) => ownerOf(folder, note) ?? []);
}

function forgetChildren(folder: string): void {
  for (const note of notesOfChildren(folder)) rmSync(join(folder, `${note}.json`), { force: true });
}

function notesOfChildren(folder: string): readonly Part[] {
  const pids = readdirSync(folder).flatMap((name) => /^child-(\d+)\.json$/.exec(name)?.[1] ?? []);
  return pids.map((pid) => `child-${Number(pid)}` as const);
}
