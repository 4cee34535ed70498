import { expect, test, vi } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import type { ResolvedThreshold } from '../../../kernel/suite.ts';
import { Heard } from './heard.ts';
import type { Experiment } from './options.ts';
import { requireSteady } from './steady-state.ts';
import { planTimeline } from './timeline.ts';

const limit: ResolvedThreshold = {
  metric: 'before.http_req_duration.p95',
  op: '<=',
  limit: 300,
  unit: 'ms',
  minSamples: 15,
};
const during = { ...limit, metric: 'during.http_req_duration.p95', limit: 0 };
const timeline = planTimeline(
  { phasesMs: { warmUp: 1, before: 1000, during: 1000, after: 1 }, recoveryWithinMs: 1 },
  3000,
);

/** The phase ended at second 1; the fault is due at second 4. Metrics are told at these ms. */
async function judged(
  told: readonly (readonly [atMs: number, value: number, samples: number])[],
  thresholds = [limit, during],
) {
  vi.useFakeTimers({ now: 0 });
  const run = suiteRunForTest<Experiment>({
    options: {} as Experiment,
    suite: { thresholds, proves: ['RES-03/stated', 'RES-03/during'] },
  });
  try {
    const heard = new Heard();
    const zeroMs = performance.now();
    for (const [atMs, value, samples] of told)
      setTimeout(() => heard.add({ name: limit.metric, value, unit: 'ms', samples }), atMs);
    const at = { run, timeline, zeroMs, heard, prepared: [], signal: run.signal };
    await vi.advanceTimersByTimeAsync(1000);
    const judging = requireSteady(at).then(
      () => performance.now() - zeroMs,
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(4000);
    return { result: await judging, checks: run.recorder.checks };
  } finally {
    vi.useRealTimers();
    await run.close();
  }
}

test('limits that hold before the fault are a check, as soon as they are told', async () => {
  const { result, checks } = await judged([[2200, 120, 25]]);
  expect(result).toBeLessThan(2400);
  expect(checks).toMatchObject([
    {
      id: 'the system was in its steady state before the fault',
      outcome: 'passed',
      detail: 'before.http_req_duration.p95 <= 300 ms: 120 ms, 25 of 15 samples',
      proves: ['RES-03/stated'],
    },
  ]);
});

test.each<[string, Parameters<typeof judged>[0], RegExp]>([
  [
    'that do not hold',
    [[2200, 512, 25]],
    /: before\.http_req_duration\.p95 <= 300 ms: 512 ms, 25 of 15 samples\./,
  ],
  ['of too few samples', [[2200, 120, 3]], /: 120 ms, 3 of 15 samples\./],
  ['that nobody tells of', [], /: not measured, 0 of 15 samples\./],
  ['told before the phase was whole', [[1200, 120, 20]], /: not measured/],
  ['told too late', [[4500, 120, 25]], /: not measured/],
])('limits %s leave nothing to be proven, and no check', async (_, told, said) => {
  const { result, checks } = await judged(told);
  expect(result).toMatchObject({ name: 'InfraError', message: expect.stringMatching(said) as string });
  expect(String(result)).toMatch(/not in its steady state before any fault, so none was injected.* Fix: /);
  expect(checks).toEqual([]);
});

test('an experiment that states none is not held up', async () => {
  expect(await judged([], [during])).toMatchObject({ result: 1000, checks: [] });
});
