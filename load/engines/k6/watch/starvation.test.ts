import { expect, it } from 'vitest';
import { sayStarved, Starvation } from './starvation.ts';

interface Moment {
  readonly busy: number;
  readonly foreign?: number | undefined;
  readonly stolen?: number;
  readonly waiting?: number | undefined;
}

/** A load of 20 s, read every 2 s; the first `moments` and then calm. */
function starved(moments: readonly Moment[], foreignAtMost = 1): string | undefined {
  const starvation = new Starvation(foreignAtMost);
  const calm: Moment = { busy: 0.4, foreign: 0.02, stolen: 0, waiting: 0.1 };
  for (const { busy, foreign, stolen, waiting } of [
    ...moments,
    ...Array.from({ length: 10 }, () => calm),
  ].slice(0, 10)) {
    const gauge = (name: string, value: number | undefined) =>
      value === undefined ? [] : [{ gauge: `generator.${name}`, value, unit: 'ratio' }];
    const own = [
      ...gauge('foreign_cpu_ratio', foreign),
      ...gauge('stolen_cpu_ratio', stolen),
      ...gauge('cpu_waiting_ratio', waiting),
    ];
    starvation.add([...own, ...gauge('machine_busy_ratio', busy)], 2000);
  }
  return sayStarved(starvation.summary());
}

const times = (count: number, moment: Moment) => Array.from({ length: count }, () => moment);

it.each<[string, readonly Moment[]]>([
  ['others burn what the run does not use', times(5, { busy: 1, foreign: 0.8, waiting: 0.97 })],
  ['the same, where Linux does not tell who waits', times(5, { busy: 0.99, foreign: 0.8 })],
  [
    'half of the time somebody waits, though cores seem free',
    times(5, { busy: 0.8, foreign: 0.5, waiting: 0.6 }),
  ],
  [
    'the machine below takes a tenth, however idle the rest is',
    times(5, { busy: 0.5, foreign: 0, stolen: 0.1 }),
  ],
  ['three readings of ten are more than passing', times(3, { busy: 1, foreign: 0.3 })],
])('a machine is starved where %s', (_, moments) => {
  expect(starved(moments)).toMatch(
    /^this machine had no CPU to spare for \d+ s of 20 s: other programs took \d+ % of it/,
  );
});

it.each<[string, readonly Moment[]]>([
  [
    'the run itself uses all of it: a slow target is no excuse for itself',
    times(10, { busy: 1, foreign: 0.03, waiting: 0.99 }),
  ],
  ['others are busy, and cores are free all the same', times(10, { busy: 0.7, foreign: 0.5, waiting: 0.2 })],
  ['nobody can say who is busy', times(10, { busy: 1, waiting: 0.9 })],
  ['it was but a moment', times(1, { busy: 1, foreign: 0.9, waiting: 1 })],
  ['nothing could be read', []],
])('a machine is not starved where %s', (_, moments) => {
  expect(starved(moments)).toBeUndefined();
});

it('what others took before the load is all that they can have taken from a target which is none of the run', () => {
  const busy = times(10, { busy: 1, foreign: 0.8, waiting: 0.9 });
  expect(starved(busy, 0.03)).toBeUndefined();
  expect(starved(busy, 0.7)).toMatch(
    /other programs took 70 % of it, somebody waited for a core 90 % of the time/,
  );
  expect(starved(times(10, { busy: 1, foreign: 0.8, stolen: 0.2 }), 0)).toMatch(/its host took 20 %/);
});
