import { expect, it, test } from 'vitest';
import { seededRandom } from '../../kernel/seeded-random.ts';
import { balance } from './balance.ts';

const NAMES = Array.from({ length: 200 }, (_, at) => `e2e/suite-${at}`);

/** How long the longest group takes, as a multiple of the mean. */
function unevenness(groups: readonly (readonly string[])[], ms: ReadonlyMap<string, number>): number {
  const sums = groups.map((names) => names.reduce((sum, name) => sum + (ms.get(name) ?? 0), 0));
  return Math.max(...sums) / (sums.reduce((sum, one) => sum + one, 0) / sums.length);
}

/** Between a second and a hundred, many short ones and few long ones. */
function lasting(seed: number): ReadonlyMap<string, number> {
  const random = seededRandom(seed);
  return new Map(NAMES.map((name) => [name, Math.round(1_000 * 100 ** random())]));
}

test.each([2, 4, 8])('of 200 suites in %i shards none takes 10 %% more than the mean', (of) => {
  for (let seed = 1; seed <= 50; seed++) {
    const ms = lasting(seed);
    const groups = balance(NAMES, of, ms);
    expect(groups.flat().toSorted()).toEqual(NAMES.toSorted());
    expect(unevenness(groups, ms), `seed ${seed}`).toBeLessThanOrEqual(1.1);
  }
});

it('goes by how long they take, not by how many there are', () => {
  const ms = new Map([
    ['a', 90],
    ['b', 30],
    ['c', 30],
    ['d', 30],
  ]);
  expect(balance(['a', 'b', 'c', 'd'], 2, ms)).toEqual([['a'], ['b', 'c', 'd']]);
});

it('shares evenly what nobody has seen end, and leaves no shard empty', () => {
  expect(balance(NAMES, 4, new Map()).map(({ length }) => length)).toEqual([50, 50, 50, 50]);
  expect(
    balance(
      ['a', 'b', 'c'],
      3,
      new Map([
        ['a', 0],
        ['b', 0],
        ['c', 9],
      ]),
    ).map(({ length }) => length),
  ).toEqual([1, 1, 1]);
  expect(balance(['b', 'a'], 1, new Map())).toEqual([['a', 'b']]);
});
