import { expect, test } from 'vitest';
import type { Content } from '../shared/database-content.ts';
import { differences, type Live } from './compare.ts';

const content = (
  rows: Readonly<Record<string, readonly string[]>>,
  shape = ['table a', 'policy p'],
): Content => ({
  shape,
  rows: new Map(Object.entries(rows)),
  written: new Set(rows['a']),
});
const LIVE: Live = {
  before: content({ a: ['1', '2'], b: ['x', 'x'] }),
  after: content({ a: ['1', '2', '3', '4'], b: ['x', 'x'] }),
  acknowledged: ['1', '2'],
  later: ['4'],
};

test.each([
  ['with what was added meanwhile', { a: ['1', '2', '3'], b: ['x', 'x'] }],
  ['without it', { a: ['2', '1'], b: ['x', 'x'] }],
])('what is the same is, %s', (_, rows) => expect(differences(LIVE, content(rows))).toEqual([]));

test.each([
  ['no table', { a: ['1', '2'] }, 'b cannot be read'],
  ['no row', { a: ['1', '2'], b: [] }, '2 rows of b, and not restored'],
  ['one of two equal rows', { a: ['1', '2'], b: ['x'] }, '1 row of b, and not restored'],
  ['a row twice', { a: ['1', '2', '2'], b: ['x', 'x'] }, '1 row of a that the live one does not have'],
  [
    'an older state',
    { a: ['1'], b: ['x', 'x'] },
    '1 row acknowledged before the backup began, and not in it',
  ],
  [
    'the live one',
    { a: ['1', '2', '3', '4'], b: ['x', 'x'] },
    '1 row written after the backup had ended, and in it',
  ],
])('%s is noticed', (_, rows, said) => expect(differences(LIVE, content(rows)).join('\n')).toContain(said));

test.each([
  [['table a'], 'not there: policy p'],
  [['table a', 'policy p', 'policy q'], 'there, and not in the live one: policy q'],
])('a schema of %j is noticed', (shape, said) =>
  expect(differences(LIVE, content({ a: ['1', '2'], b: ['x', 'x'] }, shape))).toEqual([said]),
);
