import { describe, expect, test } from 'vitest';
import { type Counts, expectHistograms, expectRise } from './counting.ts';
import { exposition } from './exposition.ts';

/** Counters of which each ask raises `a` by two, and `others` what they like. */
function counters(others: (round: number) => Counts = () => ({})) {
  const now: Record<string, number> = { a: 5, b: 7 };
  const raise = (by: Counts) => Object.entries(by).forEach(([key, by]) => (now[key] = (now[key] ?? 0) + by));
  return {
    look: () => Promise.resolve({ ...now }),
    act: (round: number) => {
      raise({ a: 2 });
      raise(others(round));
      return Promise.resolve({ a: 2 });
    },
  };
}

describe('counters', () => {
  test.each([
    ['rise by what was asked', () => ({})],
    [
      'rise with others too, while one round is quiet',
      (round: number): Counts => (round < 4 ? { a: 1, b: 1 } : {}),
    ],
    ['are each exact once', (round: number): Counts => (round % 2 === 0 ? { a: 1 } : { b: 1, c: 1 })],
  ])('%s', async (_what, others) => {
    const { look, act } = counters(others);
    await expect(expectRise(look, act)).resolves.toBeUndefined();
  });

  test.each([
    ['count twice', () => ({ a: 2 }), 'rose by more'],
    ['move without being asked', () => ({ b: 1 }), 'b: rose by 1, asked 0'],
    ['fall', () => ({ b: -1 }), 'counters that fell'],
  ])('that %s are told', async (_what, others: () => Counts, told) => {
    const { look, act } = counters(others);
    await expect(expectRise(look, act)).rejects.toThrow(told);
  });
});

describe('histograms', () => {
  const text = (sum: number, inf = 3) => `# TYPE took_ms histogram
took_ms_bucket{le="5"} 1
took_ms_bucket{le="10"} 2
took_ms_bucket{le="+Inf"} ${inf}
took_ms_sum ${sum}
took_ms_count 3
`;
  test('whose sum is what their buckets observed', () => expectHistograms(exposition(text(40))));

  test.each([
    ['a sum in another unit', text(0.04), 'the least that its buckets allow'],
    ['a last bucket that is not the count', text(40, 2), 'against _count'],
    ['no histogram at all', 'up 1\n', 'histograms'],
  ])('%s', (_what, shown, told) => {
    expect(() => expectHistograms(exposition(shown))).toThrow(told);
  });
  test('a sum that is too high for what was observed', () => {
    const bounded = text(40).replace('took_ms_bucket{le="10"} 2', 'took_ms_bucket{le="10"} 3');
    expect(() => expectHistograms(exposition(bounded))).toThrow('the most that its buckets allow');
  });
});
