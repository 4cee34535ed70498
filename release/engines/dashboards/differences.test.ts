import { expect, test } from 'vitest';
import { differences } from './differences.ts';

const P95 = 'histogram_quantile(0.95, sum by (le) (rate(took_ms_bucket[5m])))';
const panel = { title: 'Took, p95', exprs: [P95], legends: ['{{job}} p95'], unknown: [], unit: 'ms' };
const listed = { series: ['took_ms_bucket'], unit: 'ms' };

test('a panel of the series, unit and quantiles that it is listed with', () => {
  expect(differences(panel, listed)).toEqual([]);
  expect(
    differences(
      { title: 'Jobs', exprs: ['a + b', 'b'], legends: ['', '{{job}}'], unknown: [], unit: 'short' },
      { series: ['b', 'a'], unit: 'short' },
    ),
  ).toEqual([]);
});

test.each([
  [
    'the median in place of a quantile',
    { exprs: [P95.replace('0.95', '0.5')], legends: [''] },
    'quantiles: 0.5, expected 0.95',
  ],
  ['no quantile at all', { exprs: ['sum(took_ms_bucket)'], legends: [''] }, 'quantiles: none, expected 0.95'],
  ['one of two quantiles', { title: 'Took, p95 and p99' }, 'quantiles: 0.95, expected 0.95, 0.99'],
  ['another unit', { unit: 's' }, 'unit: s, expected ms'],
  [
    'a legend of another quantile',
    { legends: ['{{job}} p99'] },
    `its legend names another quantile than ${P95}`,
  ],
  [
    'a variable that is not there',
    { unknown: ['source'] },
    'variables that the dashboard does not have: source, expected none',
  ],
  ['no unit', { unit: undefined }, 'unit: none, expected ms'],
  [
    'other series',
    { exprs: [P95.replace('took', 'waited')] },
    'series: waited_ms_bucket, expected took_ms_bucket',
  ],
])('%s is told', (_what, more, told) => {
  expect(differences({ ...panel, ...more }, listed)).toEqual([told]);
});
