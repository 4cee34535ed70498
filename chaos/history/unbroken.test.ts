import { describe, expect, it, test } from 'vitest';
import { check } from './testing/small-check.ts';
import { smallHistory, thing } from './testing/small-history.ts';

describe('unbroken', () => {
  const heard = (...keys: string[]) => [
    { does: 'add' } as const,
    ...keys.map((key) => ({ does: 'hear', of: 'news', key }) as const),
    { does: 'list', of: 'news', saw: ['1', '2', '3', '4', '5'].map((key) => thing(key)) } as const,
  ];
  const more = { of: 'news', per: 'jobs' };
  test.each([
    [['1', '2', '3', '4', '5'], 'held'],
    [['2', '3', '4', '5'], 'held'],
    [['1', '2', '4', '5'], 'broken'],
    [['1', '2', '3', '3', '4', '5'], 'broken'],
    [['1', '3', '2', '4', '5'], 'broken'],
    [['1', '2', '3'], 'broken'],
    [['1', '2', '3', '7', '4', '5'], 'broken'],
    [['0', '1', '2', '3', '4', '5'], 'held'],
    [['0', '2', '3', '4', '5'], 'broken'],
    [['0'], 'broken'],
    [['0', 'reset', '3', '4', '5'], 'held'],
    [['0', 'reset'], 'broken'],
    [['1', 'reset', '3', '4', '5'], 'broken'],
  ])('heard %j: %s', (keys, verdict) => {
    expect(check(smallHistory(...heard(...keys)), 'unbroken', more).verdict).toBe(verdict);
  });

  it('says which event was never heard, and after which', () => {
    const { detail } = check(smallHistory(...heard('1', '2', '4', '5')), 'unbroken', more);
    expect(detail).toContain('one of north never heard news 3');
    expect(detail).toContain('hear news 2 by one of north');
  });
});
