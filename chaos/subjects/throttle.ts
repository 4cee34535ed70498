import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../../kernel/errors.ts';
import { treeOf } from '../../kernel/pause.ts';
import { signal, startedAt } from '../../kernel/process.ts';
import type { ProcessFacts } from '../../kernel/process-facts.ts';
import type { TargetProcess } from '../../kernel/target.ts';

/** Of standing still and going on; a little longer than most requests of a healthy system take. */
export const PERIOD_MS = 250;

/**
 * Lets a process, with what it has started so far, run for that share of the time only, until `until` aborts, and then go on. Returns when
 * it has begun. Throws an InfraError when the process is gone.
 */
export function throttle({ pid, startedAt: since }: TargetProcess, share: number, until: AbortSignal): void {
  const tree = treeOf({ pid, startedAt: since });
  if (tree.length === 0)
    throw new InfraError({ what: `process ${pid} is gone.`, fix: "see in the target's log why it ended" });
  void alternate(tree, share, until);
}

async function alternate(tree: readonly ProcessFacts[], share: number, until: AbortSignal): Promise<void> {
  // A pid may be another's by now.
  const tell = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const one of tree) if (startedAt(one.pid) === one.startedAt) signal(one.pid, name);
  };
  const wait = (ms: number) => sleep(ms, undefined, { signal: until }).catch(() => undefined);
  try {
    while (!until.aborted) {
      tell('SIGSTOP');
      await wait(PERIOD_MS * (1 - share));
      tell('SIGCONT');
      await wait(PERIOD_MS * share);
    }
  } finally {
    tell('SIGCONT');
  }
}
