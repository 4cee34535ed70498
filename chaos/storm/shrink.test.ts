import { expect, test } from 'vitest';
import { shrink } from './shrink.ts';

const numbers = Array.from({ length: 24 }, (_, index) => index + 1);
const needs =
  (...needed: readonly number[]) =>
  (tried: readonly number[]) =>
    Promise.resolve(needed.every((one) => tried.includes(one)));
const ENOUGH = 500;

test.each([[[1]], [[24]], [[13]], [[1, 24]], [[5, 6, 20]], [[2, 9, 15, 23]]])(
  'what fails with %j is shrunk to just that',
  async (needed) => {
    expect(await shrink(numbers, needs(...needed), ENOUGH)).toEqual({ numbers: needed, isShortest: true });
  },
);

test('one fault of many is found in as many tries as halving takes', async () => {
  let tried = 0;
  const fails = (some: readonly number[]) => {
    tried++;
    return needs(17)(some);
  };
  expect((await shrink(numbers, fails, ENOUGH)).numbers).toEqual([17]);
  expect(tried).toBeLessThanOrEqual(10);
});

test('nothing is left out of what only fails as a whole', async () => {
  expect(await shrink([1, 2, 3], needs(1, 2, 3), ENOUGH)).toEqual({ numbers: [1, 2, 3], isShortest: true });
});

test('what is left when the tries are used up failed when it was tried, and is not called the shortest', async () => {
  const failed: (readonly number[])[] = [numbers];
  let tried = 0;
  const fails = async (some: readonly number[]) => {
    tried++;
    const isFailing = await needs(3, 20)(some);
    if (isFailing) failed.push(some);
    return isFailing;
  };
  const shrunk = await shrink(numbers, fails, 6);
  expect(shrunk.isShortest).toBe(false);
  expect(tried).toBe(6);
  expect(failed).toContainEqual(shrunk.numbers);
  expect(await shrink(numbers, fails, 0)).toEqual({ numbers, isShortest: false });
});

test('who gives up is asked no more, and what is left is not called the shortest', async () => {
  let tried = 0;
  const fails = (some: readonly number[]) => (++tried === 3 ? Promise.resolve(undefined) : needs(2)(some));
  expect(await shrink([1, 2], () => Promise.resolve(undefined), ENOUGH)).toEqual({
    numbers: [1, 2],
    isShortest: false,
  });
  expect((await shrink(numbers, fails, ENOUGH)).isShortest).toBe(false);
  expect(tried).toBe(3);
});

test('of a single fault nothing can be left out', async () => {
  expect(await shrink([4], () => Promise.reject(new Error('tried')), ENOUGH)).toEqual({
    numbers: [4],
    isShortest: true,
  });
});
