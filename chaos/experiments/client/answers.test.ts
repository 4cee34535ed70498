import { expect, it } from 'vitest';
import { refusedPeek } from './makes.ts';
import { nothingThere } from './values.ts';

it('a value that is gone is an answer: nothing was read', () => {
  expect(nothingThere({ outcome: 'failed', why: 'answered 404' })).toEqual({
    outcome: 'acknowledged',
    saw: [],
  });
  const other = { outcome: 'failed', why: 'answered 401' } as const;
  expect(nothingThere(other)).toBe(other);
});

it.each([
  ['failed', 'answered 404', 'failed'],
  ['failed', 'answered 403', 'failed'],
  ['failed', 'answered 401', 'indeterminate'],
  ['failed', 'answered 429', 'indeterminate'],
  ['failed', 'not sent', 'indeterminate'],
  ['indeterminate', 'answered 503', 'indeterminate'],
  ['acknowledged', undefined, 'acknowledged'],
] as const)('a stranger who is told %s, %s: %s', (outcome, why, expected) => {
  expect(refusedPeek({ outcome, ...(why !== undefined && { why }) }).outcome).toBe(expected);
});
