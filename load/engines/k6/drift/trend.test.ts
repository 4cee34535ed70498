import { expect, test } from 'vitest';
import { trendOf } from './trend.ts';

const points = (values: readonly number[]) => values.map((value, at) => ({ at, value }));
const of = (count: number, value: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => value(at));

test('a straight line is what it is', () => {
  const { slope, intercept, low, high } = trendOf(points(of(20, (at) => 7 + 3 * at)), 2.576);
  expect([slope, intercept, low, high]).toEqual([3, 7, 3, 3]);
});

test('a quarter of wild values changes little', () => {
  const wild = of(40, (at) => 10 + at + (at % 4 === 0 ? 1000 * (1 + (at % 3)) : 0));
  expect(trendOf(points(wild), 2.576).slope).toBeCloseTo(1, 0);
});

test("its interval is cut from the slopes at the ranks that Kendall's variance allows", () => {
  // S of 10 values has variance 125, C = 1.645 · √125 = 18.4 of the 45 slopes.
  const values = [10, 15, 14, 20, 22, 21, 29, 30, 28, 40];
  const slopes = values
    .flatMap((later, j) => values.slice(0, j).map((earlier, i) => (later - earlier) / (j - i)))
    .sort((a, b) => a - b);
  const { low, high } = trendOf(points(values), 1.645);
  expect(low).toBe(slopes[Math.floor((45 - 18.39) / 2) - 1]);
  expect(high).toBe(slopes[Math.ceil((45 + 18.39) / 2)]);
});

test('too few points have no bounds', () => {
  expect(trendOf(points([1, 2, 4]), 2.576)).toMatchObject({ low: -Infinity, high: Infinity });
});
