import { describe, expect, it } from 'vitest';
import { slosSchema } from '../../kernel/slo.ts';
import type { RunSummary } from '../model/history.ts';
import { sampleRow } from '../testing/sample-home.ts';
import { isOverdue, periodOf } from './period.ts';
import { headlineOf } from './period-page.ts';
import type { RunRow } from './run-row.ts';

const FROM = '2026-11-29T00:00:00.000Z';
const UNTIL = '2026-11-30T12:00:01.000Z';

const limit = (verdict: 'pass' | 'fail' | 'unknown', value = 0, metric = 'http_req_failed.rate') => ({
  ...{ metric, op: '<', limit: 1, unit: 'ratio', samples: 1000, verdict, value },
});

function summary({ id, started }: RunRow, suites: RunSummary['suites']): RunSummary {
  return {
    id,
    started,
    environment: 'staging',
    stage: 'pr',
    branch: 'main',
    verdict: 'pass',
    suites,
    problems: [],
  };
}

const suite = (more: Partial<RunSummary['suites'][string]>) => ({
  verdict: 'pass' as const,
  durationMs: 1,
  ...more,
});
const objective = (of: object, promised = 0.99) => ({
  id: 'o',
  title: 't',
  of,
  objective: promised,
  owner: 'x',
});

function period(rows: readonly RunRow[], suitesOf: (row: RunRow) => RunSummary['suites'], slos: object = {}) {
  const summaries = new Map(rows.map((row) => [row.id, summary(row, suitesOf(row))]));
  return periodOf({
    ...{ title: 'A week', from: FROM, until: UNTIL, rows, summaries, baselines: [], now: new Date(UNTIL) },
    slos: slosSchema.parse(slos),
  });
}

const budget = (
  of: object,
  rows: readonly RunRow[],
  suitesOf: (row: RunRow) => RunSummary['suites'],
  promised?: number,
) => {
  const [one] = period(rows, suitesOf, { objectives: [objective(of, promised)] }).budgets;
  return (
    one && {
      good: Math.round(one.good),
      bad: Math.round(one.bad),
      left: one.left && Math.round(one.left * 100) / 100,
    }
  );
};

describe('an error budget', () => {
  it('is spent by bad requests, by their number', () => {
    const rows = [sampleRow(1), sampleRow(2)];
    const suites = (row: RunRow) => ({
      l: suite({ limits: [limit('pass', row === rows[0] ? 0.01 : 0), limit('pass', 0.5)] }),
    });
    expect(budget({ requests: 'http_req_failed.rate' }, rows, suites)).toEqual({
      good: 1990,
      bad: 10,
      left: 0.5,
    });
    expect(budget({ requests: 'http_req_failed.rate' }, rows, suites, 0.999)).toMatchObject({ left: -4 });
  });

  it('is spent by limits that were broken, and by those that gave no answer', () => {
    const suites = () => ({
      l: suite({ limits: [limit('pass'), limit('unknown'), limit('fail'), limit('pass')] }),
    });
    expect(budget({ limits: 'http_req_failed.rate' }, [sampleRow(1)], suites, 0.5)).toEqual({
      good: 2,
      bad: 2,
      left: 0,
    });
  });

  it('is spent by runs that did not pass, whole ones of that stage', () => {
    const rows = [
      sampleRow(1),
      sampleRow(2, { says: 'waived' }),
      sampleRow(3, { says: 'fail' }),
      sampleRow(4, { says: 'unknown' }),
      sampleRow(5, { whole: false }),
      sampleRow(6, { stage: 'main' }),
    ];
    expect(budget({ runs: 'pr' }, rows, () => ({}), 0.5)).toEqual({ good: 2, bad: 2, left: 0 });
  });

  it('is made of runs that count, in its days and environment', () => {
    const rows = [
      sampleRow(1),
      sampleRow(2, { state: 'changed' }),
      sampleRow(3, { state: 'elsewhere' }),
      sampleRow(24 * 40),
      sampleRow(4, { environment: 'local' }),
    ];
    const slos = { objectives: [{ ...objective({ runs: 'pr' }), environment: 'staging' }] };
    expect(period(rows, () => ({}), slos).budgets[0]).toMatchObject({ good: 1, bad: 0, left: 1 });
  });

  it('is not known where nothing was counted', () => {
    const { budgets, ...rest } = period([sampleRow(1)], () => ({}), {
      objectives: [objective({ limits: 'nothing' })],
    });
    expect(budgets[0]?.left).toBeUndefined();
    expect(headlineOf({ ...rest, budgets })).toBe('1 objective not measured');
  });

  it.each([[{}], [{ requests: 'a', limits: 'b' }], [{ runs: 'No stage' }]])(
    'counts one thing that there is: %j',
    (of) => {
      expect(slosSchema.safeParse({ objectives: [objective(of)] }).success).toBe(false);
    },
  );
});

describe('findings', () => {
  const looked = (...findings: string[]) => ({
    s: suite({
      findings,
      found: findings.map((one) => ({
        fingerprint: one,
        title: `The ${one}`,
        severity: one === 'high' ? 8 : 5,
      })),
    }),
  });

  it('are open since the first run of an unbroken row, and overdue by how severe they are', () => {
    const rows = [sampleRow(1), sampleRow(50), sampleRow(24 * 10), sampleRow(24 * 20)];
    const has = [looked('high', 'medium'), looked('high'), looked(), looked('high')];
    const { findings } = period(rows, (row) => has[rows.indexOf(row)] ?? {}, {
      remediation: { high: 1, medium: 90 },
    });
    expect(findings.open.map(({ fingerprint, days, due }) => [fingerprint, days, due])).toEqual([
      ['high', 2, 1],
      ['medium', 0, 90],
    ]);
    expect(findings.open.map(isOverdue)).toEqual([true, false]);
    expect(findings).toMatchObject({ added: 1, fixed: 0, unknown: false });
  });

  it('that are gone in the last run that looked are fixed, and not by one that did not look', () => {
    const rows = [sampleRow(1), sampleRow(2), sampleRow(50)];
    const has = [{ s: suite({}) }, looked('medium'), looked('high', 'medium')];
    const { findings } = period(rows, (row) => has[rows.indexOf(row)] ?? {});
    expect(findings).toMatchObject({ added: 0, fixed: 1, open: [{ fingerprint: 'medium' }] });
  });

  it('stay open where a branch that still runs was not looked at again', () => {
    const rows = [sampleRow(1), sampleRow(24 * 10)];
    const has = [{ s: suite({}) }, looked('high')];
    const { findings } = period(rows, (row) => has[rows.indexOf(row)] ?? {}, { remediation: { high: 1 } });
    expect(findings.open.map(isOverdue)).toEqual([true]);
    expect(findings).toMatchObject({ added: 0, fixed: 0, unknown: true });
  });

  it('of a branch that runs no more are of no interest', () => {
    const rows = [sampleRow(24 * 10)];
    expect(period(rows, () => looked('high')).findings.open).toEqual([]);
  });

  it('are not known where nobody looked', () => {
    expect(period([sampleRow(1)], () => ({ s: suite({}) })).findings.unknown).toBe(true);
  });
});

it('a stage is compared with its last run before', () => {
  const rows = [sampleRow(1, { says: 'fail' }), sampleRow(2), sampleRow(50)];
  const verdicts = ['fail', 'pass', 'pass'] as const;
  const { stages } = period(rows, (row) => ({
    s: suite({ verdict: verdicts[rows.indexOf(row)] ?? 'pass' }),
  }));
  expect(stages).toHaveLength(1);
  expect(stages[0]).toMatchObject({
    name: 'pr on staging',
    runs: { pass: 1, fail: 1 },
    compared: { before: { id: rows[2]?.id }, suites: [{ change: 'red' }] },
  });
});
