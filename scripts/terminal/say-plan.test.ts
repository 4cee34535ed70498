import { expect, test } from 'vitest';
import type { Plan } from '../../kernel/plan.ts';
import { sayPlan } from './say-plan.ts';
import { tableByKind } from './by-kind.ts';

const suite = (name: string, title = 'What it shows') => ({
  suite: {
    name,
    title,
    timeoutMs: 90_000,
    thresholds: [],
    expects: { checks: 2 },
    engine: 'k6',
    weight: 'light',
  },
  file: 'a.suite.ts',
});
const LONG =
  'A title that is longer than any terminal is wide, and goes on and on for the sake of it, and then some more';
const PLAN = {
  environment: { name: 'local', title: 'This machine' },
  planned: [
    suite('e2e/login', LONG),
    suite('load/smoke'),
    suite('e2e/pages'),
    { ...suite('load/soak'), unavailable: { what: LONG, fix: LONG } },
  ],
  skipped: [
    { name: 'e2e/old', reason: LONG },
    { name: 'e2e/older', reason: LONG },
  ],
} as unknown as Plan;
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

test.each([80, 100])('a plan is no wider than %i columns', (width) => {
  expect(widest(sayPlan(PLAN, { width }))).toBeLessThanOrEqual(width);
});

test('it says what runs, by kind, how long at most, what cannot and what is left out', () => {
  const said = sayPlan(PLAN, { width: 100 });
  expect(said).toMatch(
    /e2e: 2 suites\ne2e\/login +1 min 30 s +A title.*…\ne2e\/pages .*\n\nload: 2 suites\nload\/smoke/,
  );
  expect(said).toContain('at most 6 min, one after the other');
  expect(said).toContain('cannot run\n  load/soak: A title');
  expect(said).toMatch(/left out: 2 suites\n(.*\n)+ {4}e2e\/old e2e\/older$/);
});

test('of many that are left out for one reason the first are named, with --limits all', () => {
  const skipped = Array.from({ length: 30 }, (_, index) => ({ name: `e2e/s${index}`, reason: 'old' }));
  const said = (limits: boolean) => sayPlan({ ...PLAN, skipped }, { width: 100, limits });
  expect(said(false)).toMatch(/ {4}e2e\/s0 .* e2e\/s5 and 24 more$/);
  expect(said(true)).toContain('e2e/s29');
});

test('limits are said when they are asked for', () => {
  expect(sayPlan(PLAN, { width: 100 })).not.toContain('at least 2 checks');
  expect(sayPlan(PLAN, { width: 100, limits: true })).toContain(
    'engine k6; light; at most 90 s; at least 2 checks',
  );
});

test('suites of a kind stand together, whatever their order', () => {
  const said = tableByKind(
    ['suite', 'owner'],
    [
      ['e2e/a', 'x'],
      ['load/b', 'y'],
      ['e2e/c', 'z'],
    ],
    80,
  );
  expect(said).toBe('suite   owner\n\ne2e: 2 suites\ne2e/a   x\ne2e/c   z\n\nload: 1 suite\nload/b  y');
});
