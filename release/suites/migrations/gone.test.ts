import { expect, test } from 'vitest';
import type { Content } from '../shared/database-content.ts';
import { gone } from './gone.ts';

const content = (
  rows: Readonly<Record<string, readonly string[]>>,
  ...shape: readonly string[]
): Content => ({
  ...{ shape, rows: new Map(Object.entries(rows)), written: new Set<string>() },
});
const before = content({ runs: ['a', 'b'], users: ['c'] }, 'column runs.id uuid', 'column users.id uuid');

test('rows that are added, and columns that are, take nothing away', () => {
  const after = content(
    { runs: ['x', 'y', 'z'], users: ['c', 'd'] },
    ...before.shape,
    'column runs.note text',
  );
  expect(gone(before, after)).toEqual([]);
});

test.each([
  ['a row', { runs: ['a'], users: ['c'] }, [], 'runs: 1 of 2'],
  ['what stands in a row', { runs: ['a', 'b'], users: ['d'] }, [], 'users: 1 of 1'],
  [
    'a row of a table that has another column',
    { runs: ['x'], users: ['c'] },
    ['column runs.note text'],
    'runs: 1 of 2',
  ],
  ['a table', { runs: ['a', 'b'] }, [], 'users: the table'],
])('%s that is gone is told', (_what, rows, shape, told) => {
  expect(gone(before, content(rows, ...before.shape, ...shape))).toEqual([told]);
});
