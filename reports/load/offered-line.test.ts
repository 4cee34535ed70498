import { expect, it } from 'vitest';
import type { LoadPlan } from '../../kernel/load-evidence.ts';
import { offeredLine } from './offered-line.ts';

const of = (offered: LoadPlan['offered']): LoadPlan => ({
  startMs: 0,
  scale: { time: 1, rate: 1 },
  workers: 1,
  offered,
});
const ramp = { fromMs: 0, untilMs: 60_000, from: 0, target: 60 };
const step = { fromMs: 30_000, untilMs: 60_000, from: 10, target: 10 };

it('adds up what all scenarios of the unit offer; a step is two points at one second', () => {
  const plan = of([
    { scenario: 'climb', unit: 'iterations/s', stages: [ramp] },
    { scenario: 'late', unit: 'iterations/s', stages: [step] },
    { scenario: 'people', unit: 'users', stages: [{ ...step, from: 3, target: 3 }] },
  ]);
  expect(offeredLine(plan, 'iterations/s', 90)).toEqual([
    [0, 0],
    [30, 30],
    [30, 40],
    [60, 70],
    [60, 0],
    [90, 0],
  ]);
  expect(offeredLine(plan, 'users', 30)).toEqual([
    [0, 0],
    [30, 0],
  ]);
});

it('ends where the load ended, in the middle of a stage', () => {
  const plan = of([{ scenario: 'climb', unit: 'iterations/s', stages: [ramp] }]);
  expect(offeredLine(plan, 'iterations/s', 20)).toEqual([
    [0, 0],
    [20, 20],
  ]);
});

it('is empty without a plan, or without that unit', () => {
  expect(offeredLine(undefined, 'iterations/s', 20)).toEqual([]);
  expect(offeredLine(of([]), 'users', 20)).toEqual([]);
});
