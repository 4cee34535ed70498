import { expect, it } from 'vitest';
import { mutantsOf } from './mutant.ts';
import { sampleOf } from './sample.ts';

const TEXT = 'x'.repeat(400);
const made = (own: boolean) =>
  mutantsOf(
    own ? 'a.sql' : 'a.ts',
    TEXT,
    Array.from({ length: 200 }, (_, index) => ({
      start: index,
      end: index + 1,
      replacement: String(index),
      mutator: 'M',
    })),
    own,
  );
const ALL = [...made(true), ...made(false)];
const ids = (sample: ReturnType<typeof sampleOf>) => sample.map(({ id }) => id);

it('is the same for the same seed, whatever the order in which mutants were found, and another for another', () => {
  expect(ids(sampleOf([...ALL].reverse(), 40, 7))).toEqual(ids(sampleOf(ALL, 40, 7)));
  expect(ids(sampleOf(ALL, 40, 8))).not.toEqual(ids(sampleOf(ALL, 40, 7)));
});

it('has a quarter of our own mutators, and all it can where others are few', () => {
  expect(sampleOf(ALL, 40, 1).filter(({ own }) => own)).toHaveLength(10);
  expect(sampleOf(ALL, 390, 1).filter(({ own }) => own)).toHaveLength(190);
});

it('grows without losing any', () => {
  const large = new Set(ids(sampleOf(ALL, 80, 3)));
  expect(ids(sampleOf(ALL, 40, 3)).every((id) => large.has(id))).toBe(true);
});
