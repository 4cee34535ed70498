import { expect, it } from 'vitest';
import { offeredStages } from '../profile/offered-stages.ts';
import { row } from '../samples/testing/row.ts';
import { Begun } from './begun-iterations.ts';
import { missedStretches } from './missed-iterations.ts';
import { plannedIterations } from './planned-load.ts';

const ORIGIN = 5_000_000;
const rate = (startRate: number, ...stages: readonly (readonly [number, string])[]) => ({
  executor: 'ramping-arrival-rate',
  startRate,
  stages: stages.map(([target, duration]) => ({ target, duration })),
});
const begunOf = (main: ReturnType<typeof rate>) => new Begun(offeredStages({ main }));
const steps = (begun: Begun) => begun.all()[0]?.steps.map((step) => [step.rate, step.planned, step.begun]);

/** One that began at that moment and took `ms`. */
function iteration(begun: Begun, atMs: number, ms: number, worker = 0): void {
  begun.add(row('iteration_duration', ORIGIN + atMs + ms, ms, { scenario: 'main' }), worker);
}

it('count to the step in which they began, however long they took', () => {
  const begun = begunOf(rate(10, [10, '3s'], [20, '1s'], [20, '2s']));
  for (const at of [0, 2900, 3100, 4000, 5999]) iteration(begun, at, at === 0 ? 10 : 2500);
  begun.add(row('iteration_duration', ORIGIN, 1, { scenario: 'other' }));
  expect(steps(begun)).toEqual([
    [10, 30, 2],
    [20, 40, 2],
  ]);
});

it('are counted in windows over the whole load, whatever the rate', () => {
  const begun = begunOf(rate(10, [30, '20s'], [30, '5s']));
  for (let at = 0; at < 25_000; at += 500) iteration(begun, at, 10);
  expect(begun.all()[0]?.windows.map(({ planned }) => planned)).toEqual([150, 250, 150]);
  expect(begun.all()[0]?.windows.map((window) => window.begun)).toEqual([20, 20, 10]);
});

it('count from the beginning of the plan where the first of a slow rise begins late', () => {
  const begun = begunOf(rate(0, [10, '20s'], [10, '10s']));
  // Half an iteration a second more each second: the first whole one is due after two.
  for (const at of [2000, 20_100, 29_900]) iteration(begun, at, 5);
  expect(steps(begun)).toEqual([[10, 100, 2]]);
});

it.each<[string, ReturnType<typeof rate>, number]>([
  ['an instant jump', rate(0, [100, '0s'], [100, '60s']), 1],
  ['a pause before a rise', rate(0, [0, '30s'], [20, '10s'], [20, '60s']), 1],
  ['a steady crawl before a rise', rate(0.01, [0.01, '30s'], [20, '10s'], [20, '60s']), 1],
  ['a rise shared by four processes', rate(0, [10, '60s'], [10, '20s']), 4],
  ['a steady rate shared by four processes', rate(1, [1, '40s'], [2, '40s'], [2, '40s']), 4],
])('miss nothing where all was offered: %s', (_, main, workers) => {
  const begun = begunOf(main);
  const { stages = [] } = offeredStages({ main })[0] ?? {};
  const untilMs = stages.at(-1)?.untilMs ?? 0;
  // One iteration is due whenever a whole one is planned since the one before; each worker has its turn.
  for (let atMs = 0, due = 0; atMs < untilMs; atMs += 10)
    for (; plannedIterations(stages, 0, atMs + 10) >= due + 1; due++)
      iteration(begun, atMs + 10, 5, due % workers);
  expect(missedStretches(begun.all())).toEqual([]);
  const sum = begun.all()[0]?.windows.reduce((all, window) => all + window.begun, 0) ?? 0;
  expect(sum).toBeGreaterThan(0.97 * plannedIterations(stages, 0, untilMs));
});

it('of a rare scenario do not move the clock of another', () => {
  const executor = 'constant-arrival-rate';
  const rare = { executor, rate: 1, timeUnit: '1m', duration: '2m' };
  const begun = new Begun(offeredStages({ main: { executor, rate: 10, duration: '2m' }, rare }));
  begun.add(row('iteration_duration', ORIGIN + 5, 5, { scenario: 'rare' }));
  for (let at = 0; at < 120_000; at += 100) iteration(begun, at, 5);
  expect(missedStretches(begun.all())).toEqual([]);
  expect(steps(begun)).toEqual([[10, 1200, 1200]]);
});

it('count by the clock of their own process', () => {
  const begun = begunOf(rate(10, [10, '10s'], [0, '1s']));
  // The second one has its turn a tenth of a second later, and its clock is eight seconds ahead.
  for (const worker of [0, 1]) for (const at of [0, 9800]) iteration(begun, at + worker * 8100, 5, worker);
  expect(steps(begun)).toEqual([[10, 100, 4]]);
});

it('take no more memory in a day than a day has windows', () => {
  const main = { executor: 'constant-arrival-rate', rate: 200, duration: '240h' };
  expect(new Begun(offeredStages({ main })).all()[0]?.windows).toHaveLength(10_000);
});

it('are not promised by users', () => {
  const main = { executor: 'constant-vus', vus: 3, duration: '10s' };
  expect(new Begun(offeredStages({ main })).all()).toEqual([]);
});
