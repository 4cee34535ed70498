import { describe, expect, it } from 'vitest';
import { exitCodeOf, worst } from './verdict.ts';
import { fold, type Journalled, type SuiteEvent } from './evidence.ts';
import { requirementStates } from './requirement.ts';
import { resolveThresholds } from './threshold.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleThreshold } from './testing/samples.ts';
import { limitVariables, variablesFor } from './variables.ts';

describe('worst', () => {
  it.each([
    [[], 'unknown'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'waived'], 'waived'],
    [['waived', 'unknown'], 'unknown'],
    [['unknown', 'fail', 'pass'], 'fail'],
  ] as const)('of %j is %s', (verdicts, expected) => {
    expect(worst(verdicts)).toBe(expected);
  });

  it.each([
    ['pass', 0],
    ['waived', 0],
    ['fail', 1],
    ['unknown', 2],
  ] as const)('%s exits %i', (verdict, code) => {
    expect(exitCodeOf(verdict)).toBe(code);
  });
});

describe('fold', () => {
  const { run, suite, environment, target, engine } = sampleEvidence();
  const at = '2026-01-01T00:00:00.000Z';
  const journal = (...events: SuiteEvent[]): Journalled<SuiteEvent>[] =>
    events.map((event, seq) => ({ ...event, seq, at }));
  const start: SuiteEvent = { type: 'start', data: { run, suite, environment, target, engine } };

  it('reads a journal without an end as interrupted, with everything that was finished', () => {
    const evidence = fold(journal(start, { type: 'check', data: sampleCheck() }));
    expect(evidence).toMatchObject({ ending: 'interrupted', endedAt: undefined, checks: [sampleCheck()] });
  });

  it('keeps the last value of a running aggregate', () => {
    const metric = (value: number): SuiteEvent => ({
      type: 'metric',
      data: { name: 'm', value, unit: 'ms', samples: value },
    });
    const end: SuiteEvent = { type: 'end', data: { ending: 'completed' } };
    expect(fold(journal(start, metric(1), metric(2), end))?.metrics).toMatchObject([{ value: 2 }]);
  });

  it('takes a journal without a start for no evidence', () => {
    expect(fold([])).toBeUndefined();
  });
});

describe('requirementStates', () => {
  const states = (checks: ReturnType<typeof sampleCheck>[]) => {
    const decisions = new Map([['e2e/login', { verdict: 'pass' as const, reasons: [] }]]);
    return requirementStates([{ suite: sampleSuite() }], [sampleEvidence({ checks })], decisions);
  };

  it('lets one failure outweigh every pass', () => {
    const both = [
      sampleCheck({ proves: ['FUN-01'] }),
      sampleCheck({ id: 'b', outcome: 'failed', proves: ['FUN-01'] }),
    ];
    expect(states(both).get('FUN-01')?.state).toBe('failed');
  });

  it('does not count a skipped check', () => {
    expect(states([sampleCheck({ outcome: 'skipped', proves: ['FUN-01'] })]).has('FUN-01')).toBe(false);
  });

  it('counts a threshold for what the suite proves, if it was measured', () => {
    const suite = sampleSuite({ proves: ['PER-05'], thresholds: [sampleThreshold()] });
    const of = (samples: number) =>
      requirementStates(
        [{ suite }],
        [sampleEvidence({ suite, metrics: [{ name: 'api.p95', value: 1, unit: 'ms', samples }] })],
        new Map(),
      );
    expect(of(10).get('PER-05')?.state).toBe('proven');
    expect(of(9).has('PER-05')).toBe(false);
  });

  it.each([
    [{}, ['PER-04', 'PER-05']],
    [{ proves: ['PER-05'] }, ['PER-05']],
    [{ proves: [] }, []],
  ])('counts a threshold with %j for %j of its suite', (said, ids) => {
    const suite = sampleSuite({ proves: ['PER-04', 'PER-05'], thresholds: [sampleThreshold(said)] });
    const metrics = [{ name: 'api.p95', value: 1, unit: 'ms', samples: 10 }];
    const states = requirementStates([{ suite }], [sampleEvidence({ suite, metrics })], new Map());
    expect([...states.keys()]).toEqual(ids);
  });

  it('counts no limit that held under a shrunk load, but one that broke', () => {
    const suite = sampleSuite({ proves: ['PER-04'], thresholds: [sampleThreshold()] });
    const of = (value: number, time: number) => {
      const detail = { startMs: 0, profile: 'soak', scale: { time, rate: 1 }, workers: 1, offered: [] };
      const events = [{ name: 'load-plan', at: '', detail }];
      const metrics = [{ name: 'api.p95', value, unit: 'ms', samples: 10 }];
      return requirementStates([{ suite }], [sampleEvidence({ suite, metrics, events })], new Map());
    };
    expect(of(1, 0.1).has('PER-04')).toBe(false);
    expect(of(1, 1).get('PER-04')?.state).toBe('proven');
    expect(of(1e9, 0.1).get('PER-04')?.state).toBe('failed');
  });
});

describe('resolveThresholds', () => {
  const suite = sampleSuite();
  const thresholds = [{ ...sampleThreshold(), limit: { environment: 'api.p95' } }];

  it('takes the number from the environment', () => {
    const resolved = resolveThresholds(
      { ...suite, thresholds },
      { name: 'local', thresholds: { 'api.p95': 250 } },
      [],
    );
    expect(resolved[0]?.limit).toBe(250);
  });

  it('names the environment, the missing name and the known ones', () => {
    const problems: string[] = [];
    resolveThresholds({ ...suite, thresholds }, { name: 'local', thresholds: { 'web.p95': 1 } }, problems);
    expect(problems[0]).toMatch(/e2e\/login.*"api.p95".*local.*web\.p95/);
  });
});

it('carries URLs and accounts to tools under fixed names', () => {
  const tenant = { name: 't1', accounts: { user: { username: 'u', password: 'p' } } };
  const other = { name: 't2', accounts: { user: { username: 'u2', password: 'p2' } } };
  const urls = { api: 'http://a', web: 'http://w/shop/' };
  expect(variablesFor({ urls, tenants: [tenant] }, tenant)).not.toHaveProperty('TARGET_NEIGHBOUR');
  expect(variablesFor({ urls, tenants: [tenant, other] }, tenant)).toEqual({
    TARGET_TENANT: 't1',
    TARGET_NEIGHBOUR: 't2',
    TARGET_NEIGHBOUR_USER_USERNAME: 'u2',
    TARGET_NEIGHBOUR_USER_PASSWORD: 'p2',
    TARGET_API_URL: 'http://a',
    TARGET_WEB_URL: 'http://w/shop',
    TARGET_USER_USERNAME: 'u',
    TARGET_USER_PASSWORD: 'p',
    BASE_URL: 'http://w/shop/',
    PLAYWRIGHT_TEST_BASE_URL: 'http://w/shop/',
  });
});

it("carries the environment's limits to tools by name", () => {
  expect(limitVariables({ thresholds: { 'rate.max': 1000, 'errors.rate': 0.01 } })).toEqual({
    TARGET_LIMIT_RATE_MAX: '1000',
    TARGET_LIMIT_ERRORS_RATE: '0.01',
  });
});
