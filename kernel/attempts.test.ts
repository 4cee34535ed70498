import { describe, expect, it } from 'vitest';
import { attemptsOf, firstFailuresOf, flakesOf, lastAttempts } from './attempts.ts';
import { sampleCheck } from './testing/samples.ts';

describe('attempts', () => {
  const failed = sampleCheck({ outcome: 'failed', attempt: 1 });
  const passed = sampleCheck({ outcome: 'passed', attempt: 2 });

  it('lets the last attempt decide, whatever the order they arrive in', () => {
    expect(lastAttempts([passed, failed])).toEqual([passed]);
  });

  const skipped = sampleCheck({ outcome: 'skipped', attempt: 2 });
  const again = sampleCheck({ outcome: 'failed', attempt: 2 });
  const twin = sampleCheck({ outcome: 'skipped' });
  const good = sampleCheck({ outcome: 'passed' });
  it.each([
    ['a failure that is skipped at the next attempt', failed, skipped, 'failed'],
    ['a failure with a skipped twin of the same name', failed, twin, 'failed'],
    ['a failure with a passed twin of the same name', failed, good, 'failed'],
    ['a pass with a skipped twin of the same name', good, twin, 'passed'],
    ['a failure after a pass', good, again, 'failed'],
    ['a skip that is executed at the next attempt', twin, passed, 'passed'],
  ])('%s, told in whatever order', (_, one, other, outcome) => {
    for (const checks of [
      [one, other],
      [other, one],
    ])
      expect(lastAttempts(checks)).toMatchObject([{ outcome }]);
  });

  const other = { ...failed, durationMs: 9 };
  it.each([
    ['one of two that failed', [failed, other, passed], 'failed'],
    ['one of two that failed, tried twice', [failed, other, again, { ...passed, attempt: 3 }], 'failed'],
    ['one of two, the other not run again', [failed, other, passed, skipped], 'failed'],
    ['both of two that failed', [failed, other, passed, { ...passed, durationMs: 9 }], 'passed'],
    ['the only one, whose failure was told twice after a kill', [failed, failed, passed], 'passed'],
    ['the one of two that failed', [failed, good, passed], 'passed'],
    ['the only one, an attempt of which was lost', [failed, { ...passed, attempt: 3 }], 'passed'],
  ])('of namesakes in older evidence, a retry that made good %s: %s', (_, checks, outcome) => {
    for (const told of [checks, [...checks].reverse()]) {
      const [last] = lastAttempts(told);
      expect(last).toMatchObject({ outcome });
      expect(flakesOf(told)).toEqual(outcome === 'passed' ? [failed.id] : []);
    }
  });

  it('keeps the words of a failure that a namesake was tried again after', () => {
    const words = { ...failed, detail: 'expected 1 to be 2' };
    expect(lastAttempts([words, { ...failed, detail: 'once' }, passed])).toEqual([words]);
  });

  it('calls a check flaky that failed first and passed later', () => {
    expect(flakesOf([failed, passed])).toEqual([failed.id]);
    expect(flakesOf([failed])).toEqual([]);
  });

  it('counts a check by how its first attempt went that was executed, whatever order they arrive in', () => {
    expect(firstFailuresOf([passed, failed])).toEqual([failed.id]);
    expect(firstFailuresOf([failed])).toEqual([failed.id]);
    expect(firstFailuresOf([good, again])).toEqual([]);
    expect(firstFailuresOf([{ ...skipped, attempt: 1 }, again])).toEqual([failed.id]);
    expect(attemptsOf([again, good]).get(failed.id)).toEqual(['passed', 'failed']);
  });
});
