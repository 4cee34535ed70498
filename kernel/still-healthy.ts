import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './evidence.ts';
import type { Sentence } from './sentence.ts';
import type { RunningTarget } from './target.ts';

/** One that has just borne a load or a fault may need a moment. */
const RECOVERS_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 500;

/**
 * Whether a target is still well after the last suite: each suite looks before it begins, and what the last one broke nobody else
 * would see. The sentence, where it is not and does not become so.
 */
export async function whyNoLongerHealthy(
  { health }: Pick<RunningTarget, 'health'>,
  interrupted: AbortSignal,
  withinMs = RECOVERS_WITHIN_MS,
): Promise<Sentence | undefined> {
  const until = performance.now() + withinMs;
  let last: Check = await health(interrupted);
  while (last.outcome !== 'passed' && performance.now() < until && !interrupted.aborted) {
    await sleep(ASK_AGAIN_MS, undefined, { signal: interrupted }).catch(() => undefined);
    last = await health(interrupted);
  }
  if (last.outcome === 'passed' || interrupted.aborted) return undefined;
  return {
    what: `the target is not healthy after the last suite: ${last.detail ?? 'no detail'}.`,
    fix: 'see in its logs what it did not survive; one that runs elsewhere must be brought up',
  };
}
