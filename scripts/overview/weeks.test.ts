import { expect, it } from 'vitest';
import { weekNamed, weekOf } from './weeks.ts';

it.each([
  ['2026-11-23T00:00:00Z', '2026-W48'],
  ['2026-11-29T23:59:59Z', '2026-W48'],
  ['2026-11-30T00:00:00Z', '2026-W49'],
  ['2026-01-01T00:00:00Z', '2026-W01'],
  ['2027-01-03T12:00:00Z', '2026-W53'],
  ['2024-12-30T00:00:00Z', '2025-W01'],
])('%s lies in %s', (at, week) => {
  expect(weekOf(new Date(at))).toBe(week);
  const { from, until } = weekNamed(week);
  expect(from <= new Date(at).toISOString() && new Date(at).toISOString() < until).toBe(true);
});

it.each(['2026-W00', '2026-W54', '2025-W53', 'W48', '2026-48'])('%s is no week', (week) => {
  expect(() => weekNamed(week)).toThrow(/--week/);
});
