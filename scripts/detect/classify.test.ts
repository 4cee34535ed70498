import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../kernel/evidence.ts';
import { judge } from '../../kernel/judge.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleThreshold } from '../../kernel/testing/samples.ts';
import { classify, type SuiteOutcome } from './classify.ts';
import type { Sentence } from '../../kernel/sentence.ts';

const DEFECT = { breaks: ['CON-04', 'FUN-05'] };
const NOW = new Date('2026-01-02');

/** What the judge makes of it, with each check journalled a second after the one before. */
function outcome(more: Partial<Evidence> = {}, problems: readonly Sentence[] = []): SuiteOutcome {
  const evidence = sampleEvidence({ endedAt: '2026-01-01T00:00:30.000Z', ...more });
  const { suite } = evidence;
  return {
    suite: suite.name,
    decision: judge({ suite }, evidence, [], NOW),
    evidence,
    checks: evidence.checks.map((data, index) => ({
      type: 'check',
      data,
      seq: index,
      at: new Date(Date.parse(evidence.startedAt) + (index + 1) * 1000).toISOString(),
    })),
    problems,
  };
}

const failed = (id: string, proves: string[], detail?: string) =>
  sampleCheck({ id, outcome: 'failed', proves, ...(detail !== undefined && { detail }) });
const LIMIT = sampleThreshold({ metric: 'p95', limit: 300 });
const slow = { metrics: [{ name: 'p95', value: 412, unit: 'ms', samples: 100 }] };

describe('a defect is caught', () => {
  it("by a failed check that carries one of its requirements, in that check's words", () => {
    const checks = [sampleCheck(), failed('x', ['FUN-05', 'SEC-01'], 'expected 200, got 500')];
    expect(classify(DEFECT, outcome({ checks }))).toEqual({
      suite: 'e2e/login',
      outcome: 'caught',
      verdict: 'fail',
      sights: [{ what: 'x', observed: 'expected 200, got 500', shares: ['FUN-05'] }],
      timeToCatchMs: 2000,
    });
  });

  it.each([
    ['CON-04/500', 'CON-04/500', 'caught'],
    ['CON-04', 'CON-04/500', 'caught'],
    ['CON-04/500', 'CON-04', 'caught'],
    ['CON-04/500', 'CON-04/503', 'caught elsewhere'],
  ])('breaking %s, by a failed check of %s: %s', (broken, carried, expected) => {
    const cell = classify({ breaks: [broken] }, outcome({ checks: [failed('x', [carried])] }));
    expect(cell.outcome).toBe(expected);
  });

  it('after as long as its first failure took, also where others followed', () => {
    const checks = [failed('other', []), failed('first', ['CON-04']), failed('second', ['CON-04'])];
    const cell = classify(DEFECT, outcome({ checks }));
    expect(cell.timeToCatchMs).toBe(2000);
    expect(cell.sights.map(({ what }) => what)).toEqual(['first', 'second']);
  });

  it('by a broken limit of a suite that proves one of them, with value and limit', () => {
    const suite = sampleSuite({ thresholds: [LIMIT], proves: ['FUN-05'] });
    expect(classify(DEFECT, outcome({ suite, ...slow }))).toMatchObject({
      outcome: 'caught',
      sights: [{ what: 'p95 < 300 ms', expected: '< 300 ms', observed: '412 ms, from 100 samples' }],
      timeToCatchMs: 30_000,
    });
  });

  it.each([
    [['FUN-05'], 'caught'],
    [['PER-05'], 'caught elsewhere'],
    [[], 'caught elsewhere'],
  ])('by a broken limit for what it proves itself: with %j it is %s', (proves, expected) => {
    const suite = sampleSuite({ thresholds: [{ ...LIMIT, proves }], proves: ['FUN-05', 'PER-05'] });
    expect(classify(DEFECT, outcome({ suite, ...slow })).outcome).toBe(expected);
  });

  it('by findings above their limit, which are named', () => {
    const suite = sampleSuite({
      thresholds: [sampleThreshold({ metric: 'findings.high', op: '<=', limit: 0, unit: 'findings' })],
      proves: ['CON-04'],
    });
    const finding = {
      rule: 'csp',
      fingerprint: 'f',
      severity: 8,
      title: 'No policy',
      where: '/login',
      fix: 'x',
    };
    const findings = [finding, { ...finding, fingerprint: 'g', severity: 3, title: 'Small' }];
    const metrics = [{ name: 'findings.examined', value: 40, unit: 'exchanges', samples: 40 }];
    const [sight] = classify(DEFECT, outcome({ suite, findings, metrics })).sights;
    expect(sight?.observed).toBe('1 findings, from 40 samples; No policy (/login)');
  });

  it('also by a suite that broke afterwards', () => {
    const checks = [failed('x', ['CON-04'])];
    expect(classify(DEFECT, outcome({ checks, ending: 'timed-out' })).outcome).toBe('caught');
  });
});

describe('a defect is not caught', () => {
  it('and missed where the suite ran to its end and nothing failed', () => {
    expect(classify(DEFECT, outcome())).toEqual({
      suite: 'e2e/login',
      outcome: 'missed',
      verdict: 'pass',
      sights: [],
    });
  });

  it('but caught elsewhere where only something else failed, be it a check or a limit', () => {
    const checks = [sampleCheck({ proves: ['CON-04'] }), failed('x', ['SEC-01'])];
    expect(classify(DEFECT, outcome({ checks }))).toMatchObject({
      outcome: 'caught elsewhere',
      sights: [{ what: 'x', shares: [] }],
    });
    const suite = sampleSuite({ thresholds: [LIMIT], proves: ['PER-01'] });
    expect(classify(DEFECT, outcome({ suite, ...slow })).outcome).toBe('caught elsewhere');
  });

  it('by a check that failed first and passed at a further attempt', () => {
    const checks = [failed('x', ['CON-04']), sampleCheck({ id: 'x', proves: ['CON-04'], attempt: 2 })];
    expect(classify(DEFECT, outcome({ checks })).outcome).toBe('missed');
  });
});

describe('there is no telling', () => {
  const suite = sampleSuite({ expects: { checks: 3 } });
  const limited = sampleSuite({ thresholds: [LIMIT], proves: ['CON-04'] });
  it.each<[string, Partial<Evidence>, RegExp]>([
    ['that timed out', { ending: 'timed-out' }, /hung/],
    ['that broke', { ending: { error: 'no browser', cause: 'infra' } }, /no browser/],
    ['that was interrupted', { ending: 'interrupted' }, /interrupted/],
    ['with too few checks', { suite }, /fewer checks.*1 ran/],
    ['with too few samples', { suite: limited }, /p95 < 300 ms: not measured/],
    ['that broke beside another failure', { ending: 'timed-out', checks: [failed('x', [])] }, /hung/],
    ['that broke beside a broken limit', { ending: 'timed-out', suite: limited, ...slow }, /hung/],
  ])('of a suite %s', (_, more, reason) => {
    const cell = classify(DEFECT, outcome(more));
    expect(cell.outcome).toBe('unknown');
    expect(cell.reason).toMatch(reason);
    expect(cell).not.toHaveProperty('timeToCatchMs');
  });

  const TIMED_OUT =
    'Test timeout of 30000ms exceeded.\n\nError: locator.click: Test timeout of 30000ms exceeded.';
  it.each([
    ['that shares a requirement', [failed('x', ['CON-04'], TIMED_OUT)]],
    ['that shares none', [failed('x', [], TIMED_OUT)]],
    ['beside another failure elsewhere', [failed('y', []), failed('x', ['CON-04'], TIMED_OUT)]],
  ])('of a check that only ran out of time, %s', (_, checks) => {
    const cell = classify(DEFECT, outcome({ checks }));
    expect(cell).toMatchObject({
      outcome: 'unknown',
      reason: 'x compared nothing: Test timeout of 30000ms exceeded.',
    });
    expect(cell).not.toHaveProperty('timeToCatchMs');
  });

  it('but a check beside it that compared something caught it, and alone tells when', () => {
    const checks = [failed('x', ['CON-04'], TIMED_OUT), failed('y', ['CON-04'], 'expected 1 to be 2')];
    const { outcome: became, sights, timeToCatchMs } = classify(DEFECT, outcome({ checks }));
    expect([became, sights.map(({ what }) => what), timeToCatchMs]).toEqual(['caught', ['y'], 2000]);
  });

  it('where the run itself had a problem and nothing failed: the defect may not have been there', () => {
    const problem = 'the defect could not be switched off at the end';
    expect(classify(DEFECT, outcome({}, [{ what: problem }]))).toMatchObject({
      outcome: 'unknown',
      reason: problem,
    });
    const checks = [failed('x', ['CON-04'])];
    expect(classify(DEFECT, outcome({ checks }, [{ what: problem }])).outcome).toBe('caught');
  });

  it('of a suite that never ran', () => {
    const never = { suite: 'e2e/login', decision: undefined, evidence: undefined, checks: [], problems: [] };
    expect(classify(DEFECT, never)).toMatchObject({ outcome: 'unknown', reason: 'the suite never ran' });
  });
});
