import { expect, it } from 'vitest';
import type { Check } from './evidence.ts';
import { whyNoLongerHealthy } from './still-healthy.ts';

const NEVER = new AbortController().signal;

/** Answers in that order, the last one for ever. */
function answering(...outcomes: readonly Check['outcome'][]) {
  let asked = 0;
  const health = (): Promise<Check> => {
    const outcome = outcomes[Math.min(asked++, outcomes.length - 1)] ?? 'failed';
    return Promise.resolve({
      id: 'health',
      outcome,
      durationMs: 0,
      proves: [],
      attempt: 1,
      detail: 'answered 503',
    });
  };
  return { health };
}

it('a system that did not survive its last suite is told', async () => {
  expect(await whyNoLongerHealthy(answering('failed'), NEVER, 0)).toMatchObject({
    what: 'the target is not healthy after the last suite: answered 503.',
  });
});

it('one that is well, or becomes so again, is not', async () => {
  expect(await whyNoLongerHealthy(answering('passed'), NEVER, 0)).toBeUndefined();
  expect(await whyNoLongerHealthy(answering('failed', 'passed'), NEVER)).toBeUndefined();
});

it('whoever interrupts a run does not wait for it', async () => {
  expect(await whyNoLongerHealthy(answering('failed'), AbortSignal.abort())).toBeUndefined();
});
