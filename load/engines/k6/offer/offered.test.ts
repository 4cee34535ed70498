import { expect, test } from 'vitest';
import { goDurationMs } from '../process/go-duration.ts';
import { offerOf, offeredLoad } from './offered.ts';

test.each([
  ['3s', 3000],
  ['1m30s', 90_000],
  ['1h0m0.5s', 3_600_500],
  ['250ms', 250],
  ['20000', 20_000],
  [1500, 1500],
  ['soon', undefined],
  [null, undefined],
])('%j is %s ms', (text, expected) => expect(goDurationMs(text)).toBe(expected));

test.each([
  [
    { executor: 'constant-arrival-rate', rate: 10, duration: '20s' },
    { iterations: 200, seconds: 20 },
  ],
  [
    { executor: 'constant-arrival-rate', rate: 60, timeUnit: '1m', duration: '2m' },
    { iterations: 120, seconds: 120 },
  ],
  [
    {
      executor: 'ramping-arrival-rate',
      startRate: 50,
      stages: [
        { duration: '10s', target: 200 },
        { duration: '5s', target: 200 },
      ],
    },
    { iterations: 2250, seconds: 15 },
  ],
  [{ executor: 'constant-vus', duration: '20s' }, undefined],
])('%j offers %j', (scenario, expected) => expect(offerOf(scenario)).toEqual(expected));

const main = { executor: 'constant-arrival-rate', rate: 10, duration: '20s' };

test.each([
  [200, 0],
  [190, 0],
  [188, 1],
  [0, 1],
])('%d of 200 iterations leave %d scenarios short', (ended, short) => {
  const load = offeredLoad({ main }, new Map([['main', ended]]));
  expect(load?.short).toHaveLength(short);
  expect(load).toMatchObject({ offeredPerSecond: 10, achievedPerSecond: ended / 20, iterations: ended });
});

test('a closed model offers nothing that could fall short', () => {
  expect(offeredLoad({ main: { executor: 'shared-iterations' } }, new Map())).toBeUndefined();
});
