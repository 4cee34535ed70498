import { expect, test } from 'vitest';
import { exposition } from './exposition.ts';

const TEXT = `# HELP jobs_total Jobs
# TYPE jobs_total counter
jobs_total{queue="a, \\"b\\"",class="5xx"} 2
jobs_total{queue="c",class="4xx"} 3
# TYPE lag gauge
lag 0.25
duration_bucket{le="+Inf"} 7
`;

test('reads types, labels and values, and sums what fits', () => {
  const { types, of, sum } = exposition(TEXT);
  expect(types.get('jobs_total')).toBe('counter');
  expect(of('jobs_total', { class: '4xx' })).toEqual([
    { name: 'jobs_total', labels: { queue: 'c', class: '4xx' }, value: 3 },
  ]);
  expect([sum('jobs_total'), sum('lag'), sum('duration_bucket', { le: '+Inf' }), sum('nothing')]).toEqual([
    5, 0.25, 7, 0,
  ]);
  expect(of('jobs_total')[0]?.labels['class']).toBe('5xx');
});

test('shows a line that is none of its own', () => {
  expect(() => exposition('<html>')).toThrow('<html>');
  expect(() => exposition('jobs_total{queue="a" class="b"} 2')).toThrow('jobs_total{');
});
