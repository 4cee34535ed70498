import { expect, it } from 'vitest';
import { offeredStages } from '../profile/offered-stages.ts';
import { durationMs, readProfile } from '../profile/profile.ts';
import { scaled } from '../profile/scale.ts';
import { row } from '../samples/testing/row.ts';
import { Begun } from './begun-iterations.ts';
import { missedStretches, offeredLoad, offerOf } from './missed-iterations.ts';
import { plannedIterations } from './planned-load.ts';

const ORIGIN = 5_000_000;

/** What is missed of a profile, when `share` of the iterations due at that second begin. */
function missedOf(profile: string, share: (second: number, rate: number) => number, time = 1) {
  const { scenarios } = scaled(readProfile(profile), { time, rate: 1 });
  const offered = offeredStages(scenarios);
  const { scenario = '', stages = [] } = offered[0] ?? {};
  const begun = new Begun(offered);
  for (let second = 0, owed = 0; second < durationMs({ scenarios }) / 1000; second++) {
    const due = plannedIterations(stages, second * 1000, second * 1000 + 1000);
    owed += due * share(second, due);
    for (let index = 0, count = Math.floor(owed); index < count; index++, owed--)
      begun.add(row('iteration_duration', ORIGIN + (second + index / count) * 1000 + 20, 20, { scenario }));
  }
  return missedStretches(begun.all());
}

it('is nothing where all was offered', () => {
  expect(missedOf('stress', () => 1)).toEqual([]);
  expect(missedOf('stress', () => 0.96)).toEqual([]);
});

it('is the top step at 172 a second, though 96 % of the whole run are there', () =>
  expect(missedOf('stress', (_, rate) => Math.min(1, 172 / rate))).toEqual([
    'scenario "stress" at 200 iterations/s, from 660 s to 840 s, completed 30960 of 36000 iterations (86 %, at least 95 % are needed)',
  ]));

it('is a hang of 25 s at the top step, named by its time', () =>
  expect(missedOf('stress', (second) => (second >= 700 && second < 725 ? 0 : 1))).toEqual([
    expect.stringMatching(/at 200 iterations\/s, from 660 s to 840 s, completed 31000 of 36000/) as string,
    expect.stringMatching(/stalled from 700 s to 720 s: \d of 4000 iterations/) as string,
  ]));

it('is a stall of a steady rate, of which the average says nothing', () =>
  expect(missedOf('soak', (second) => (second >= 100 && second < 120 ? 0.1 : 1), 0.01)).toEqual([
    'scenario "soak" stalled from 100 s to 120 s: 400 of 4000 iterations',
  ]));

it('is no stall in the first window nor in the last', () =>
  expect(missedOf('smoke', (second) => ((second > 0 && second < 8) || second > 52 ? 0 : 1))).toEqual([]));

it('says so much of stalls and no more', () => {
  const sentences = missedOf('soak', (second) => (second % 40 > 25 ? 0 : 1), 0.003);
  expect(sentences.at(-1)).toBe('3 more stalls');
  expect(sentences).toHaveLength(4);
});

it.each([
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

it.each([
  [200, 0],
  [190, 0],
  [188, 1],
  [0, 1],
])('%d of 200 iterations leave %d scenarios short', (ended, short) => {
  const load = offeredLoad({ main }, new Map([['main', ended]]));
  expect(load?.short).toHaveLength(short);
  expect(load).toMatchObject({ offeredPerSecond: 10, achievedPerSecond: ended / 20, iterations: ended });
});

it('a closed model offers nothing that could fall short', () => {
  expect(offeredLoad({ main: { executor: 'shared-iterations' } }, new Map())).toBeUndefined();
});
