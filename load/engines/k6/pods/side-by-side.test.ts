import { expect, test } from 'vitest';
import { row } from '../samples/testing/row.ts';
import { SideBySide } from './side-by-side.ts';

function problem(...startsMs: readonly number[]): string | undefined {
  const together = new SideBySide();
  for (const [runner, atMs] of startsMs.entries()) {
    together.add(row('vus', 0, 1), runner);
    together.add(row('http_reqs', atMs, 1, { scenario: 'main' }), runner);
    together.add(row('http_reqs', atMs + 60_000, 1, { scenario: 'main' }), runner);
  }
  return together.problem(3)?.what;
}

test('runners that begin within seconds make one load', () =>
  expect(problem(1000, 900, 4000)).toBeUndefined());

test('one after the other they do not', () =>
  expect(problem(1000, 31_000, 61_000)).toMatch(/did not load together: .* 60 s apart/));

test('one without an iteration left its share out', () =>
  expect(problem(1000, 1000)).toMatch(/^1 of 3 runners ran no iteration/));
