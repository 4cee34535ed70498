import { expect, it } from 'vitest';
import { listed } from './listed.ts';

const checks = (passed: number, failed: number) => [
  ...Array.from({ length: passed }, (_, id) => ({ id, outcome: 'passed' as const })),
  ...Array.from({ length: failed }, (_, id) => ({ id: passed + id, outcome: 'failed' as const })),
];

it('as many as there is room for stand there as they came', () => {
  const all = checks(3, 1);
  expect(listed(all, 4)).toEqual({ shown: all, more: '' });
});

it('of more those come first that did not pass, and how many are left out is said', () => {
  const { shown, more } = listed(checks(5, 2), 4);
  expect(shown.map(({ id }) => id)).toEqual([5, 6, 0, 1]);
  expect(String(more)).toContain('and 3 more checks that passed: ');
});

it('failures that are left out are never called passed', () => {
  expect(String(listed(checks(1, 5), 3).more)).toContain('and 3 more checks, 2 of which did not pass');
});
