import { expect, it } from 'vitest';
import { shownBy } from './shown.ts';

const PROVES = [
  'RES-03/during',
  'RES-03/after',
  'RES-03/put-back',
  'RES-01/blackout/api-postgres',
  'CON-04/503',
];

it.each([
  ['during', ['RES-03/during', 'RES-01/blackout/api-postgres']],
  ['recovery', ['RES-03/after', 'RES-01/blackout/api-postgres']],
  ['putBack', ['RES-03/put-back']],
] as const)('the check %s shows its own clause, and nothing of the others', (check, shown) => {
  expect(shownBy(check, PROVES)).toEqual(shown);
});

it('a requirement that is named as a whole may be failed by each of its clauses', () => {
  expect(shownBy('putBack', ['RES-03', 'RES-01'])).toEqual(['RES-03']);
});
