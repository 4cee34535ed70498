import { expect, test } from 'vitest';
import { endOf, planTimeline, startOf } from './timeline.ts';

const timeline = planTimeline(
  { phasesMs: { warmUp: 100, before: 5, during: 10, after: 20 }, recoveryWithinMs: 40 },
  3,
);

test('phases follow each other, with time to judge the first, and recovery has its whole allowance', () => {
  expect(timeline).toEqual([
    { name: 'before', fromMs: 0, untilMs: 5 },
    { name: 'during', fromMs: 8, untilMs: 18 },
    { name: 'recovery', fromMs: 18, untilMs: 58 },
    { name: 'after', fromMs: 58, untilMs: 78 },
  ]);
});

test('tells when a phase begins and ends', () => {
  expect(startOf(timeline, 'during')).toBe(8);
  expect(endOf(timeline, 'during')).toBe(18);
  expect(endOf(timeline, 'after')).toBe(78);
});
