import { describe, expect, it } from 'vitest';
import type { Cell, CleanRun, Sight } from '../../reports/detection/detection.ts';
import { assemble, cleanRunsOf, unansweredOf } from './assemble.ts';
import type { Defect } from '../../kernel/defect.ts';
import type { DetectionLog } from './detection-log.ts';
import type { PreparedDetection } from './prepare-detection.ts';

const SUITE = 'load/smoke';
const FINGERPRINT = { tree: 't', catalogue: 'c', environment: 'local' };
const defect: Defect = {
  ...{ id: 'some-defect', title: 'T', area: 'performance', breaks: ['PER-05'], part: 'api' },
  suites: [SUITE],
  plant: () => () => undefined,
};
const prepared: PreparedDetection = {
  environment: 'local',
  target: 'reference',
  claims: [{ defect, suites: [SUITE], light: true }],
  suites: [SUITE],
  clean: 2,
  all: true,
  fingerprint: FINGERPRINT,
  limitMs: () => 1,
};

const sight = (what: string): Sight => ({ what, observed: '412 ms', shares: ['PER-05'] });
const caught = (...sights: string[]): Cell => ({
  ...{ suite: SUITE, outcome: 'caught', verdict: 'fail', timeToCatchMs: 900 },
  sights: sights.map(sight),
});
const clean = (run: string, verdict: CleanRun['suites'][number]['verdict'], ...failed: string[]) => ({
  ...{ run, durationMs: 10, fingerprint: FINGERPRINT },
  suites: [{ name: SUITE, verdict, problems: failed, failed }],
});

function log(cell: Cell, ...runs: ReturnType<typeof clean>[]): DetectionLog {
  const planted = { defect: defect.id, run: 'r', durationMs: 5, cells: [cell], fingerprint: FINGERPRINT };
  return {
    ...{ id: 'd', folder: '/d', startedAt: '2026-01-01T00:00:00.000Z', clean: runs },
    planted: new Map([[defect.id, planted]]),
    tookMs: { planted: 5, clean: 20, mutant: 0 },
    trials: [],
    append: () => undefined,
    close: () => undefined,
  };
}
const assembled = (one: DetectionLog) => assemble({ prepared, log: one, changed: false, now: new Date() });
const cellOf = (one: DetectionLog) => assembled(one).defects[0]?.cells[0];

describe('a catch', () => {
  it.each([
    ['nothing failed in the clean runs', [clean('c1', 'pass'), clean('c2', 'pass')]],
    ['something else failed there', [clean('c1', 'pass'), clean('c2', 'fail', 'p50 < 100 ms')]],
  ])('stands where %s', (_, runs) => {
    expect(cellOf(log(caught('p95 < 300 ms'), ...runs))).toEqual(caught('p95 < 300 ms'));
  });

  it('is none where all that it saw failed in a clean run too', () => {
    const cell = cellOf(
      log(
        caught('p95 < 300 ms', 'p50 < 100 ms'),
        clean('c1', 'fail', 'p50 < 100 ms'),
        clean('c2', 'fail', 'p95 < 300 ms'),
      ),
    );
    expect(cell).toMatchObject({ outcome: 'unknown', reason: 'p95 < 300 ms failed in a clean run too: c2' });
    expect(cell).not.toHaveProperty('timeToCatchMs');
  });

  it('stands where it saw something else as well', () => {
    const runs = [clean('c1', 'fail', 'p95 < 300 ms'), clean('c2', 'pass')];
    expect(cellOf(log(caught('p95 < 300 ms', 'x'), ...runs))?.outcome).toBe('caught');
  });
});

describe('runs without an answer', () => {
  const unknown: Cell = { suite: SUITE, outcome: 'unknown', sights: [] };

  it('are counted, planted and clean', () => {
    expect(unansweredOf(prepared, log(unknown, clean('c1', 'pass'), clean('c2', 'unknown')))).toBe(2);
    expect(unansweredOf(prepared, log(caught('x'), clean('c1', 'pass'), clean('c2', 'fail', 'x')))).toBe(0);
  });

  it('give way to those with one', () => {
    const one = log(caught('x'), clean('c1', 'unknown'), clean('c2', 'pass'), clean('c3', 'fail'));
    expect(cleanRunsOf(prepared, one).map(({ run }) => run)).toEqual(['c2', 'c3']);
    const short = log(caught('x'), clean('c1', 'unknown'), clean('c2', 'pass'));
    expect(cleanRunsOf(prepared, short).map(({ run }) => run)).toEqual(['c2', 'c1']);
  });
});

it('tells how long the planted runs took and the clean ones, apart', () => {
  expect(assembled(log(caught('x'), clean('c1', 'pass'))).tookMs).toEqual({ planted: 5, clean: 20 });
});
