import { expect, test } from 'vitest';
import { sameWhen, whenOf } from './when.ts';

test.each([
  ['up == 0', '== 0'],
  ['process_resident_memory_bytes > 240e6', '> 240000000'],
  ['sum by (job) (rate(a[5m])) / sum by (job) (rate(b{c="> 3"}[5m])) > 0.01', '> 0.01'],
  ['max_over_time(a[5m]) - a{kind="socket"} >= 10', '>= 10'],
  ['histogram_quantile(0.95, rate(a_bucket[5m])) > 300', '> 300'],
])('%s: %s', (expr, when) => {
  expect(whenOf(expr)).toBe(when);
});

test.each(['up', 'a > b', '(a > 3) and b', 'a - 3'])('%s compares its value with no number', (expr) => {
  expect(whenOf(expr)).toBeUndefined();
});

test('a number is the same however it is written', () => {
  expect(sameWhen('> 240e6')).toBe(sameWhen('> 240000000'));
  expect(sameWhen('> 240e6')).not.toBe(sameWhen('>= 240e6'));
});
