import { expect, test } from 'vitest';
import { seriesIn } from './series.ts';
import { lookbackMs, shrunk, shrunkExpression } from './shrink.ts';

test.each([
  ['5m', '10000ms'],
  ['15s', '1000ms'],
  ['1h30m', '180000ms'],
  ['0s', '0s'],
  ['soon', 'soon'],
])('%s becomes %s', (text, expected) => {
  expect(shrunk(text, 30)).toBe(expected);
});

test('an expression looks back less, and keeps its numbers', () => {
  const expr = 'sum(rate(a{b="5m"}[5m])) / max_over_time(c[15m] offset 1m) > 300';
  expect(shrunkExpression(expr, 30)).toBe(
    'sum(rate(a{b="5m"}[10000ms])) / max_over_time(c[30000ms] offset 2000ms) > 300',
  );
  expect(lookbackMs(expr)).toBe(900_000);
  expect(lookbackMs('up == 0')).toBe(0);
});

test('the series that an expression asks for, once each, and no label or function', () => {
  expect(seriesIn('sum by (job) (rate(a{b="c"}[5m])) / a > on (job) d')).toEqual(['a', 'd']);
});
