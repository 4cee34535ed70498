import { expect, test } from 'vitest';
import type { Engine, SuiteRun } from './engine.ts';
import type { Check, Ending } from './evidence.ts';
import type { PlannedSuite } from './plan.ts';
import type { SuiteRecording } from './run-ports.ts';
import type { Scope } from './scope.ts';
import { supervise } from './supervise.ts';

const answer = (outcome: Check['outcome']): Check => {
  const detail = outcome === 'failed' ? { detail: 'web (http://127.0.0.1:9): refused' } : {};
  return { id: 'health', outcome, durationMs: 0, proves: [], attempt: 1, ...detail };
};

/** How a suite ends whose target answers so, one after another, the last one for ever; one that never answers is none. */
async function endingOf(
  answers: readonly Check['outcome'][],
  engine: Partial<Engine>,
  logs: readonly string[] = [],
) {
  let asked = 0;
  const health = () => Promise.resolve(answer(answers[Math.min(asked++, answers.length - 1)] ?? 'failed'));
  const target = answers.length > 0 ? { health, logs } : undefined;
  const suiteRun = { target, signal: new AbortController().signal } as unknown as SuiteRun;
  let ran = false;
  const run = async () => {
    ran = true;
    await engine.run?.(suiteRun);
    // The tool goes on until its target has answered for the last time of interest.
    while (asked < answers.length) await new Promise((resolve) => setImmediate(resolve));
  };
  const planned = {
    suite: { timeoutMs: 600_000 },
    options: {},
    engine: { ...engine, run },
  } as unknown as PlannedSuite;
  const recording = { drain: () => Promise.resolve() } as unknown as SuiteRecording;
  const ending: Ending = await supervise({
    planned,
    suiteRun,
    abort: new AbortController(),
    scope: { close: () => Promise.resolve([]) } as unknown as Scope,
    recording,
    interrupted: new AbortController().signal,
  });
  return { ending, ran };
}

const UNHEALTHY = { cause: 'infra', error: 'the target is not healthy: web (http://127.0.0.1:9): refused.' };

test('runs no suite against a target that is down', async () => {
  const { ending, ran } = await endingOf(['failed'], {});
  expect(ending).toMatchObject(UNHEALTHY);
  expect(ran).toBe(false);
});

test('points to logs in the evidence only where there are any', async () => {
  const there = 'bring it up, or see that the URLs are right; its logs are where it runs';
  expect((await endingOf(['failed'], {})).ending).toMatchObject({ fix: there });
  const here = 'bring it up, or look at its logs in the evidence';
  expect((await endingOf(['failed'], {}, ['api.log'])).ending).toMatchObject({ fix: here });
});

test('asks nobody for health where there is no target', async () => {
  expect(await endingOf([], {})).toEqual({ ending: 'completed', ran: true });
});

test('a tool may start the target by itself', async () => {
  const engine = { mayStartTarget: () => true };
  expect(await endingOf(['failed', 'failed', 'passed'], engine)).toEqual({ ending: 'completed', ran: true });
});

test('a tool that could, and did not, has not tested the target', async () => {
  const engine = { mayStartTarget: () => true };
  const { ending, ran } = await endingOf(['failed', 'failed', 'failed'], engine);
  expect(ending).toMatchObject(UNHEALTHY);
  expect(ran).toBe(true);
});

test('what the tool says comes first', async () => {
  const run = () => Promise.reject(new Error('half written'));
  const { ending } = await endingOf(['failed'], { mayStartTarget: () => true, run });
  expect(ending).toMatchObject({ cause: 'suite', error: 'half written' });
});
