/** Standing still and going on: a process together with all that it has started. */
import { InfraError } from './errors.ts';
import { signal, waitUntil, withKin } from './process.ts';
import type { ProcessFacts } from './process-facts.ts';
import { processTable } from './process-table.ts';

/** A signal takes effect at once; only a machine that is out of breath takes longer than a moment. */
const SETTLE_TIMEOUT_MS = 30_000;
const NEVER = new AbortController().signal;

type Leader = Pick<ProcessFacts, 'pid' | 'startedAt'>;

/** That process, its descendants and who shares a group with one of them; none when it is gone, or its pid is another's now. */
export function treeOf({ pid, startedAt }: Leader): readonly ProcessFacts[] {
  const all = processTable().all();
  if (!all.some((one) => one.pid === pid && one.startedAt === startedAt)) return [];
  const kin = new Set(withKin(new Set([pid]), all));
  return all.filter((one) => kin.has(one.pid));
}

/**
 * Stops the tree until `resumeTree`. Throws an InfraError when the process is gone or its tree does not come to stand still, and the
 * signal's reason when it aborts: then nothing more is stopped, and what was is for the caller to resume.
 */
export async function pauseTree(leader: Leader, abort: AbortSignal = NEVER): Promise<void> {
  const stopRest = () => {
    abort.throwIfAborted();
    const tree = treeOf(leader);
    if (tree.length === 0)
      throw new InfraError({
        what: `process ${leader.pid} is gone.`,
        fix: "see in the target's log why it ended",
      });
    if (tree.some(({ pid }) => pid === process.pid))
      throw new InfraError({
        what: `process ${leader.pid}, what it has started and their groups include the harness, which would stop with it.`,
        fix: 'start it as the leader of a group of its own',
      });
    // One that was just starting another shows it at the next look.
    const running = tree.filter((one) => !isStill(one, tree));
    for (const { pid } of running) signal(pid, 'SIGSTOP');
    return running.length === 0;
  };
  if (await waitUntil(stopRest, SETTLE_TIMEOUT_MS)) return;
  throw new InfraError(`process ${leader.pid} and what it has started do not stand still`);
}

/**
 * It runs no more. One that starts another by `vfork` waits in the system until that has become its program, and cannot stop
 * meanwhile: where the other stands still, so does it, and its own stop waits for it.
 */
export function isStill({ pid, stopped, waits }: ProcessFacts, tree: readonly ProcessFacts[]): boolean {
  return stopped || (waits && tree.some((other) => other.parent === pid && other.stopped));
}

/** Lets the tree go on. Harmless when it never stood still, or is gone. Throws an InfraError while one of it still stands still. */
export async function resumeTree(leader: Leader): Promise<void> {
  const stopped = () => treeOf(leader).filter((one) => one.stopped);
  const resumeRest = () => {
    const tree = treeOf(leader);
    // One that waits in the system may have a stop before it, which this takes away.
    for (const { pid } of tree.filter((one) => one.stopped || one.waits)) signal(pid, 'SIGCONT');
    return tree.every((one) => !one.stopped);
  };
  if (await waitUntil(resumeRest, SETTLE_TIMEOUT_MS)) return;
  const left = stopped().map(({ pid }) => pid);
  throw new InfraError(`processes still stand still after SIGCONT: ${left.join(', ')}`);
}
