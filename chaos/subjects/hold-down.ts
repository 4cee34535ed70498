import { writeFileSync } from 'node:fs';
import { InfraError } from '../../kernel/errors.ts';
import { treeOf } from '../../kernel/pause.ts';
import { signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { AGAIN, type TargetProcess } from '../../kernel/target.ts';
import type { Undo } from '../../kernel/undo.ts';

/** A program that is asked to end may have something to finish; not for as long as a fault lasts. */
const POLITE_MS = 3_000;
const KILL_MS = 5_000;

/** Lets what keeps it going start it again. Throws an InfraError where nothing would. */
export function undoHoldDown({ pid, restarts }: TargetProcess): Undo {
  if (restarts !== undefined) return { kind: 'remove', path: restarts.unless };
  throw new InfraError({
    what: `nothing starts process ${pid} again once it has ended, so it is not ended.`,
    fix: 'let its target start it with `supervised` (fixtures/services/supervised.ts)',
  });
}

/**
 * Ends a process with all that it has started, and keeps it down until the undo. `crash`: without a farewell; else it is asked first, as a
 * deployment asks it. Throws an InfraError when it does not go.
 */
export async function holdDown(
  { pid, startedAt: since, restarts }: TargetProcess,
  how: 'crash' | 'ask',
  abort: AbortSignal,
): Promise<void> {
  // What was started by what is killed belongs to nobody afterwards: it is remembered from before.
  const running = treeOf({ pid, startedAt: since }).filter((one) => one.pid !== pid);
  if (running.length === 0 || restarts === undefined)
    throw new InfraError({
      what: `process ${pid} runs nothing.`,
      fix: "see in the target's log why it ended",
    });
  abort.throwIfAborted();
  writeFileSync(restarts.unless + AGAIN, '');
  writeFileSync(restarts.unless, '');
  const left = () => running.filter((one) => startedAt(one.pid) === one.startedAt);
  const gone = () => left().length === 0;
  if (how === 'ask') {
    for (const one of running) if (one.parent === pid) signal(one.pid, restarts.farewell);
    if (await waitUntil(gone, POLITE_MS)) return;
  }
  const kill = () => {
    for (const one of left()) signal(one.pid, 'SIGKILL');
    return gone();
  };
  if (await waitUntil(kill, KILL_MS)) return;
  throw new InfraError(`what process ${pid} runs is still there after SIGKILL`);
}
