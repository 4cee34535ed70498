import { expect, test } from 'vitest';
import { changesOf, isAverage } from './change-expression.ts';

const changed = (expr: string) => changesOf(expr).map((one) => one.expr);

test('threshold, comparison and series change once each', () => {
  expect(changed('errors > 0.5')).toEqual([
    'errors_gone > 0.5',
    'errors < 0.5',
    'errors > 1',
    'errors > 0.25',
  ]);
});

test('a threshold of 0 becomes 1, for twice nothing is nothing', () => {
  expect(changed('up == 0')).toEqual(['up_gone == 0', 'up != 0', 'up == 1']);
});

test('a threshold is found on the left too, and 0.95 of a quantile is none', () => {
  expect(changed('5 < errors')).toContain('10 < errors');
  expect(changed('histogram_quantile(0.95, x) > 3')).not.toContain('histogram_quantile(1.9, x) > 3');
});

test('each label is asked for otherwise, with another value and not at all, and groups lose theirs', () => {
  const all = changed('sum by (job) (rate(hits{status=~"5.."}[5m])) > 1');
  for (const matcher of ['status!~"5.."', 'status=~"another"', 'status=~".*"'])
    expect(all).toContain(`sum by (job) (rate(hits{${matcher}}[5m])) > 1`);
  expect(all).toContain('sum by () (rate(hits{status=~"5.."}[5m])) > 1');
});

test('a quantile becomes the median, and the average', () => {
  const all = changed('histogram_quantile(0.95, sum by (job, le) (rate(t_bucket[5m]))) > 300');
  expect(all).toContain('histogram_quantile(0.5, sum by (job, le) (rate(t_bucket[5m]))) > 300');
  expect(all).toContain('(sum by (job) (rate(t_sum[5m])) / sum by (job) (rate(t_count[5m]))) > 300');
});

test.each([
  ['rate(t_sum[5m]) / rate(t_count[5m]) > 3', true],
  ['avg(latency_ms) > 3', true],
  ['avg(cpu_ratio) > 3', false],
  ['rate(t_count[5m]) > 3', false],
  ['histogram_quantile(0.95, rate(t_bucket[5m])) > 3', false],
])('%s is an average of times: %s', (expr, is) => {
  expect(isAverage(expr)).toBe(is);
});
