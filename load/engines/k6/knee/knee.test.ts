import { expect, it } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { LoadSamples } from '../samples/load-samples.ts';
import { row } from '../samples/testing/row.ts';
import { findKnee, firstLevelHolds, KNEE_METRICS } from './knee.ts';
import { parseMetricName } from '../samples/metric-name.ts';
import { phasesOf, stepsOf } from './steps.ts';

const environment = environmentSchema.parse({
  name: 'here',
  title: 'T',
  owner: 'o',
  target: 't',
  allows: [],
  thresholds: { 'api.p95': 100, 'errors.rate': 0.01 },
});
const stages = [10, 20, 30, 40].flatMap((target, index) => [
  { fromMs: index * 4000, untilMs: index * 4000 + 1000, from: index * 10, target },
  { fromMs: index * 4000 + 1000, untilMs: (index + 1) * 4000, from: target, target },
]);
const steps = stepsOf([{ scenario: 'main', unit: 'iterations/s', stages }]);
const ORIGIN = 1_000_000;

interface Load {
  /** Of a request at that rate. */
  readonly ms: (rate: number) => number;
  readonly failed?: (rate: number) => boolean;
  readonly served?: (rate: number) => number;
  readonly untilMs?: number;
}

function kneeOf({ ms, failed = () => false, served = (rate) => rate, untilMs = 16_001 }: Load) {
  const selectors = KNEE_METRICS.flatMap((name) => parseMetricName(name)?.selector ?? []);
  const samples = new LoadSamples(selectors, new Map(), phasesOf(steps), ORIGIN);
  for (const { rate, fromMs, untilMs: until } of steps) {
    const every = 1000 / served(rate);
    for (let at = fromMs; at < Math.min(until, untilMs); at += every) {
      const tags = { service: 'api', scenario: 'main' };
      samples.add(row('http_req_duration', ORIGIN + at, ms(rate), tags));
      samples.add(row('http_req_failed', ORIGIN + at, failed(rate) ? 1 : 0, tags));
      samples.add(row('iterations', ORIGIN + at, 1, tags));
    }
  }
  samples.add(row('vus', ORIGIN + untilMs, 1));
  return findKnee(steps, samples, environment);
}

it('is the last rate before the limits break, and says what broke', () => {
  const knee = kneeOf({ ms: (rate) => (rate > 25 ? 150 : 50) });
  expect(knee.rate).toBe(20);
  expect(knee.steps.map(({ rate, held }) => [rate, held])).toEqual([
    [10, true],
    [20, true],
    [30, false],
    [40, false],
  ]);
  expect(knee.steps[2]?.broke[0]).toBe('api: p95 150 ms, less than 100 ms wanted');
});

it('breaks with errors, and with a rate that is not served', () => {
  expect(kneeOf({ ms: () => 5, failed: (rate) => rate === 30 }).rate).toBe(20);
  const slow = kneeOf({ ms: () => 5, served: (rate) => Math.min(rate, 33) });
  expect([slow.rate, slow.steps[3]?.broke[0]]).toEqual([30, '33.0 of 40 iterations/s ended']);
});

it('holds no level that was asked too little to be judged', () => {
  const knee = kneeOf({ ms: () => 5, served: (rate) => (rate === 10 ? 1 : rate) });
  expect(knee.rate).toBeUndefined();
  expect(knee.steps[0]?.broke.join()).toContain('too few to judge by');
});

it('fails where the first level broke, and is unknown where none was finished', () => {
  expect(firstLevelHolds(kneeOf({ ms: () => 5 })).check).toMatchObject({ outcome: 'passed' });
  expect(firstLevelHolds(kneeOf({ ms: () => 500 })).check).toMatchObject({ outcome: 'failed' });
  expect(firstLevelHolds(kneeOf({ ms: () => 5, untilMs: 2000 }))).toEqual({
    problem: expect.stringContaining('not one level') as string,
  });
});

it('is not known where the first level broke, nor of levels that were not finished', () => {
  expect(kneeOf({ ms: () => 500 }).rate).toBeUndefined();
  const halted = kneeOf({ ms: () => 5, untilMs: 9000 });
  expect([halted.rate, halted.steps.length]).toEqual([20, 2]);
});
