import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleDefect, sampleDetection } from '../../../reports/testing/sample-detection.ts';
import { makeRun, type MadeSuite } from '../testing/made-run.ts';
import { gateHealth } from './gate-health.ts';
import { addMutation, Reds } from './never-red.ts';
import { sayHealth } from './say-health.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'health-'))));
afterEach(() => rmSync(root, { recursive: true }));

const limit = { metric: 'api.p95', op: '<' as const, limit: 300, unit: 'ms', minSamples: 10 };
const p95 = (value: number) => [{ name: 'api.p95', value, unit: 'ms', samples: 50 }];
const suite = (more: Partial<MadeSuite> = {}): MadeSuite => ({
  name: 'e2e/login',
  checks: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'left out', outcome: 'skipped' }],
  thresholds: [limit],
  metrics: p95(100),
  ...more,
});
const made = (id: string, more?: Partial<MadeSuite>) => makeRun({ root, id, suites: [suite(more)] });
const health = (run: ReturnType<typeof made>) =>
  gateHealth(run, { evidence: root, detections: join(root, 'detect') });

it('what a run, at whichever attempt, or a planted defect turned red is known to fail; the rest is named', () => {
  const run = made('20261130_1000_main_1a2b3c4_0001');
  expect(health(run).suites).toEqual([
    { suite: 'e2e/login', of: 4, neverRed: ['a', 'b', 'c', 'api.p95 < 300 ms'] },
  ]);

  made('20261129_1000_main_1a2b3c4_0002', {
    checks: [
      { id: 'a', outcome: 'failed' },
      { id: 'a', attempt: 2 },
    ],
    metrics: p95(900),
  });
  expect(health(run).suites[0]?.neverRed).toEqual(['b', 'c']);

  const cell = (outcome: 'caught' | 'unknown', what: string) => ({
    ...{ suite: 'e2e/login', outcome },
    sights: [{ what, shares: [] }],
  });
  const detection = sampleDetection({
    defects: [sampleDefect('x', [cell('caught', 'b'), cell('unknown', 'c')])],
  });
  mkdirSync(join(root, 'detect/d1'), { recursive: true });
  writeFileSync(join(root, 'detect/d1/detect.json'), JSON.stringify(detection));
  const found = health(run);
  expect(found.looked).toEqual({ runs: 2, detections: 1, mutations: 0 });
  expect(found.suites[0]?.neverRed).toEqual(['c']);
  expect(sayHealth(found)).toContain('of 4 checks and limits 1 never turned red');
  expect(sayHealth(found, { full: true })).toContain('\n    c');
});

it('says where there was nothing to list, and where some may be missing', () => {
  const run = made('20261130_1000_main_1a2b3c4_0001');
  expect(sayHealth(health(run))).not.toMatch(/no check|not as it was sealed/);
  const [journal = ''] = globSync(join(run.folder, 'e2e/**/journal.ndjson'));
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"passed"', '"failed"'));
  expect(sayHealth(health(run))).toMatch(/not as it was sealed.*no check and no limit of it ran/s);
});

it('a failure of the same name in another suite counts for that one only', () => {
  const run = made('20261130_1000_main_1a2b3c4_0001');
  makeRun({
    root,
    id: '20261129_1000_main_1a2b3c4_0002',
    suites: [{ name: 'e2e/search', checks: [{ id: 'a', outcome: 'failed' }] }],
  });
  expect(health(run).suites[0]?.neverRed).toContain('a');
});

it('a check that killed a mutant turned red; one that only was among those that passed did not', () => {
  const reds = new Reds();
  const mutant = {
    ...{ id: 'm', file: 'f', start: 0, line: 1, original: 'a', replacement: 'b', mutator: 'x', own: false },
  };
  const trial = { mutant, diff: '', kind: 'e2e', passed: [], durationMs: 1 };
  const sight = (what: string) => ({ suite: 'e2e/login', what, proves: [] });
  addMutation(reds, {
    trials: [
      { ...trial, outcome: 'killed', sight: sight('a') },
      { ...trial, outcome: 'unknown', sight: sight('b') },
    ],
  });
  expect([reds.has('e2e/login', 'a'), reds.has('e2e/login', 'b')]).toEqual([true, false]);
});
