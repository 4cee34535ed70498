import { expect, it } from 'vitest';
import { hitsAt, importsIn, suitesCovering, type Coverage } from './coverage.ts';

it('takes the innermost range of each process, and the process that ran it most', () => {
  const one: Coverage['start'][string][number] = [
    [0, 100, 3],
    [20, 40, 0],
    [25, 30, 7],
  ];
  const both = { 'a.ts': [one, [[0, 100, 1] as [number, number, number]]] };
  expect(hitsAt({ 'a.ts': [one] }, 'a.ts', 22)).toBe(0);
  expect([22, 27, 150].map((at) => hitsAt(both, 'a.ts', at))).toEqual([1, 7, 0]);
  expect(hitsAt(both, 'b.ts', 0)).toBeUndefined();
});

const suite = (hits: Coverage['start'], durationMs = 1000) => ({ hits, durationMs, failed: [] });
const ranAt = (start: number, end: number) => [[[start, end, 1] as [number, number, number]]];

it('names the suites that ran the place, a quick one first', () => {
  const coverage: Coverage = {
    start: { 'a.ts': [[]] },
    suites: {
      slow: suite({ 'a.ts': ranAt(0, 9) }, 9000),
      quick: suite({ 'a.ts': ranAt(0, 9) }),
      other: suite({ 'a.ts': ranAt(50, 60) }),
    },
    imports: {},
  };
  expect(suitesCovering({ file: 'a.ts', start: 3 }, coverage)).toEqual(['quick', 'slow']);
  expect(suitesCovering({ file: 'a.ts', start: 20 }, coverage)).toEqual([]);
});

it('of what ran at the start, those that run something of its file or of one that imports it', () => {
  const coverage: Coverage = {
    start: { 'limit.ts': ranAt(0, 99), 'a.ts': ranAt(0, 9) },
    suites: { using: suite({ 'a.ts': ranAt(50, 60) }), other: suite({ 'b.ts': ranAt(0, 9) }) },
    imports: { 'a.ts': ['limit.ts'] },
  };
  expect(suitesCovering({ file: 'limit.ts', start: 3 }, coverage)).toEqual(['using']);
});

it('of what is no code, all, those first whose names are like its path', () => {
  const coverage: Coverage = {
    start: {},
    suites: { 'contract/limits': suite({}), 'contract/alerts': suite({}, 5000) },
    imports: {},
  };
  expect(suitesCovering({ file: 'migrations/009-alerts.sql', start: 3 }, coverage)).toEqual([
    'contract/alerts',
    'contract/limits',
  ]);
});

it('reads relative imports only', () => {
  const text = "import { z } from 'zod';\nimport type { A } from '../a.ts';\nawait import('./b.ts');\n";
  expect(importsIn('x/y/c.ts', text)).toEqual(['x/a.ts', 'x/y/b.ts']);
});
