import { expect, test } from 'vitest';
import { both, judge, type Observed } from './judge-version.ts';

const A: Observed = {
  latencies: [8, 9, 10, 11, 12, 30],
  requests: 200,
  errors: 0,
  refusals: 20,
  growth: { api: 10, worker: -2 },
};

test.each([
  ['itself', {}],
  ['one that is a little slower', { latencies: [12, 13, 14, 15, 16, 17] }],
  ['one with a burst', { latencies: [8, 9, 9, 10, 200, 300] }],
  ['one error in 200', { errors: 1 }],
  ['one that grows a little more', { growth: { api: 40, worker: 3 } }],
])('%s is the same', (_, change) =>
  expect(judge(A, { ...A, ...change })).toEqual({ verdict: 'same', why: [] }),
);

test.each([
  ['slow', { latencies: [130, 131, 140, 150, 160, 170] }, 'it answers in 131 ms'],
  ['failing', { errors: 10 }, '5.0 % of its requests fail, and 0.0 % before'],
  ['leaking', { growth: { api: 90, worker: 0 } }, 'api grew by 90 MB, and by 10 MB before'],
  ['leaking elsewhere', { growth: { api: 0, worker: 60 } }, 'worker grew by 60 MB'],
])('%s is worse', (_, change, said) => {
  const { verdict, why } = judge(A, { ...A, ...change });
  expect([verdict, why.length]).toEqual(['worse', 1]);
  expect(why[0]).toContain(said);
});

const NOTHING: Observed = { latencies: [], requests: 0, errors: 0, refusals: 0, growth: {} };
test.each([
  ['no data', NOTHING],
  ['traffic that stopped', { ...A, requests: 12, latencies: [9, 9] }],
  ['errors that nobody counts', { ...A, refusals: 0 }],
  ['no memory', { ...A, growth: {} }],
])('%s is inconclusive, on either side', (_, lacking) => {
  expect(judge(A, lacking).verdict).toBe('inconclusive');
  expect(judge(lacking, A).verdict).toBe('inconclusive');
  expect(judge(lacking, lacking).verdict).toBe('inconclusive');
});

test('memory of a part that only one side tells of is inconclusive, on either side', () => {
  const lacking = { ...A, growth: { api: 10 } };
  for (const [one, other] of [
    [A, lacking],
    [lacking, A],
  ] as const)
    expect(judge(one, other)).toEqual({
      verdict: 'inconclusive',
      why: [expect.stringContaining('tells of no memory of worker')],
    });
});

test('two baselines are one', () => {
  const one = both(A, { ...A, growth: { api: 30 }, errors: 2 });
  expect(one).toMatchObject({ requests: 400, errors: 2, refusals: 40, growth: { api: 30, worker: 0 } });
  expect(one.latencies).toHaveLength(12);
});
