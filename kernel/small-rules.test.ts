import { describe, expect, it } from 'vitest';
import { exitCodeOf, worst } from './verdict.ts';
import { fold, type Journalled, type SuiteEvent } from './evidence.ts';
import { resolveThresholds } from './threshold.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleThreshold } from './testing/samples.ts';
import { environmentVariables, variablesFor } from './variables.ts';

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
  const thresholds = { 'rate.max': 1000, 'errors.rate': 0.01 };
  expect(environmentVariables({ thresholds, frontEnds: {} })).toEqual({
    TARGET_LIMIT_RATE_MAX: '1000',
    TARGET_LIMIT_ERRORS_RATE: '0.01',
  });
});

it('carries front ends with their pages, and where metrics are told, to tools by name', () => {
  const frontEnds = { web: { pages: ['/login', '/help'], signedIn: ['/dashboard'] } };
  expect(environmentVariables({ thresholds: {}, frontEnds })).toEqual({
    TARGET_FRONT_ENDS: 'web',
    TARGET_WEB_PAGES: '/login /help',
    TARGET_WEB_SIGNED_IN_PAGES: '/dashboard',
  });
  const metrics = [
    { name: 'api', url: 'http://a/metrics', token: 't' },
    { name: 'job-queue', url: 'http://q' },
  ];
  const tenant = { name: 't1', accounts: {} };
  const queueUrl = 'redis://:p@127.0.0.1:1';
  const database = { application: 'postgres://app:p@127.0.0.1:1/a', scratch: 'postgres://s:p@127.0.0.1:1/s' };
  const seen = { logs: ['/work/api.log'], startsFile: '/work/starts.json' };
  const told = { urls: {}, tenants: [tenant], metrics, queueUrl, database, tokenKey: 'key', ...seen };
  expect(variablesFor(told, tenant)).toEqual({
    TARGET_TENANT: 't1',
    TARGET_LOGS: '["/work/api.log"]',
    TARGET_STARTS_FILE: '/work/starts.json',
    TARGET_QUEUE_URL: queueUrl,
    TARGET_TOKEN_KEY: 'key',
    TARGET_DATABASE_URL: database.application,
    TARGET_DATABASE_SCRATCH_URL: database.scratch,
    TARGET_METRICS: 'api job-queue',
    TARGET_METRICS_API_URL: 'http://a/metrics',
    TARGET_METRICS_API_TOKEN: 't',
    TARGET_METRICS_JOB_QUEUE_URL: 'http://q',
  });
});
