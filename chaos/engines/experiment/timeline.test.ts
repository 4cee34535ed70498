import { expect, test } from 'vitest';
import { endOf, planTimeline } from './timeline.ts';

const timeline = planTimeline({
  phasesMs: { warmUp: 100, before: 5, during: 10, after: 20 },
  recoveryWithinMs: 40,
});

test('phases follow each other without a gap, and recovery has its whole allowance', () => {
  expect(timeline).toEqual([
    { name: 'before', untilMs: 5 },
    { name: 'during', untilMs: 15 },
    { name: 'recovery', untilMs: 55 },
    { name: 'after', untilMs: 75 },
  ]);
});

test('tells when a phase ends', () => {
  expect(endOf(timeline, 'during')).toBe(15);
  expect(endOf(timeline, 'after')).toBe(75);
});
