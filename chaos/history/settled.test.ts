import { describe, expect, it, test } from 'vitest';
import { check } from './testing/small-check.ts';
import { manyKept, smallHistory, thing } from './testing/small-history.ts';

describe('settled', () => {
  const history = (...saw: ReturnType<typeof thing>[]) =>
    smallHistory({ does: 'add', saw: [thing('a')] }, { does: 'list', saw });
  test.each([
    ['done', 'held'],
    ['dead', 'held'],
    ['in flight', 'broken'],
    ['whatever', 'broken'],
  ])('a job that is %s: %s', (value, verdict) => {
    expect(check(history(thing('a', { value })), 'settled').verdict).toBe(verdict);
  });

  it('finds a job that is gone', () => {
    expect(check(history(), 'settled').detail).toContain('was acknowledged as id-a, and is gone at the end');
  });

  it('finds the one of 10,000 that is still under way', () => {
    const many = manyKept(10_000, 'done');
    expect(check(many, 'settled').verdict).toBe('held');
    const stuck = many.map((one) => ({
      ...one,
      saw: one.saw.map((job) =>
        job.key === 'k9' && one.does === 'list' ? { ...job, value: 'in flight' } : job,
      ),
    }));
    expect(check(stuck, 'settled').detail).toContain('jobs k9 was acknowledged as id-k9, and is in flight');
  });
});
