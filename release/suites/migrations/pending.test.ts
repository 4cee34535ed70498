import { expect, test } from 'vitest';
import { comparedWith } from './pending.ts';

test.each([
  [['a', 'b'], ['a', 'b'], [], []],
  [['a'], ['a', 'b'], ['b'], []],
  [['a', 'c'], ['a'], [], ['c']],
  [[], ['a'], ['a'], []],
])('%j is applied of %j', (applied, checkout, pending, unknown) =>
  expect(comparedWith(applied, checkout)).toEqual({ pending, unknown }),
);
