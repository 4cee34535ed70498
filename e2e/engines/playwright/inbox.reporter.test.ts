import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig, FullResult, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { beforeEach, expect, test, vi } from 'vitest';
import { inboxEventSchema } from '../../../kernel/evidence.ts';
import InboxReporter from './inbox.reporter.ts';

let folder: string;
let reporter: InboxReporter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporter-'));
  vi.stubEnv('HARNESS_INBOX', join(folder, 'inbox.ndjson'));
  vi.stubEnv('HARNESS_WORK', folder);
  vi.stubEnv('HARNESS_CHECK_FOLDER', '/shop');
  reporter = new InboxReporter();
  return () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  };
});

const told = () =>
  readFileSync(join(folder, 'inbox.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => inboxEventSchema.parse(JSON.parse(line)));
const checks = () => told().flatMap((event) => (event.type === 'check' ? [event.data] : []));

function testCase(overrides: Partial<TestCase> = {}): TestCase {
  const location = { file: '/shop/pay.spec.ts', line: 0, column: 0 };
  const parent = { type: 'file', location, project: () => ({ use: {} }) };
  return {
    id: 'a',
    title: 'by card @FUN-01',
    titlePath: () => ['', 'desktop', 'pay.spec.ts', 'paying', 'by card @FUN-01'],
    parent,
    location: { file: '/shop/shared.ts', line: 3, column: 1 },
    tags: ['@FUN-09'],
    annotations: [],
    expectedStatus: 'passed',
    repeatEachIndex: 0,
    retries: 0,
    results: [],
    ...overrides,
  } as unknown as TestCase;
}

function result(overrides: Partial<TestResult> = {}): TestResult {
  const none = { status: 'passed', duration: 12, retry: 0, errors: [], attachments: [], steps: [] };
  return { ...none, ...overrides } as unknown as TestResult;
}
const failure = (message: string) => ({ status: 'failed' as const, errors: [{ message }] });

/** A reporter that has begun, so that ids are relative to the folder. */
function begin(tests: readonly TestCase[] = [], config: Partial<FullConfig> = {}): void {
  const suite = { allTests: () => tests, suites: [{ suites: [], tests }], tests: [] } as unknown as Suite;
  reporter.onBegin(
    { rootDir: '/', version: '1.0.0', workers: 2, shard: null, ...config } as FullConfig,
    suite,
  );
}

test('tells a test with its id, attempt and requirements', () => {
  const repeated = testCase({ retries: 1, repeatEachIndex: 1 });
  begin([repeated]);
  reporter.onTestEnd(repeated, result({ retry: 1 }));
  expect(checks()).toEqual([
    {
      id: 'pay.spec.ts › paying › by card @FUN-01 › desktop › repeat 2',
      outcome: 'passed',
      durationMs: 12,
      proves: ['FUN-01', 'FUN-09'],
      attempt: 2,
      assertions: 0,
    },
  ]);
});

test('tells two tests of one name apart', () => {
  const path = (...titles: string[]) => ({ titlePath: () => ['', 'desktop', 'pay.spec.ts', ...titles] });
  const tests = [testCase(path('a › b', 'c')), testCase(path('a', 'b › c'))];
  begin(tests);
  for (const test of [...tests].reverse()) reporter.onTestEnd(test, result());
  expect(checks().map(({ id }) => id)).toEqual([
    'pay.spec.ts › a › b › c › desktop › #2',
    'pay.spec.ts › a › b › c › desktop',
  ]);
});

test('tells how many assertions an attempt made: expectations that ended, of hooks too, and of other libraries', () => {
  vi.stubEnv('HARNESS_ASSERTIONS', join(folder, 'assertions.ndjson'));
  reporter = new InboxReporter();
  writeFileSync(join(folder, 'assertions.ndjson'), '{"test":"a 0","count":1}\n{"test":"a 1","count":4}\n');
  begin();
  const step = (category: string, duration: number, steps: object[] = []) => ({ category, duration, steps });
  const polled = step('expect', 5, [step('expect', 1)]);
  const steps = [step('hook', 2, [step('fixture', 1, [polled])]), step('pw:api', 3), step('expect', -1)];
  const timesOut = { status: 'timedOut', errors: [] } as const;
  reporter.onTestEnd(testCase(), result({ steps, ...timesOut } as unknown as Partial<TestResult>));
  reporter.onTestEnd(testCase(), result({ retry: 1 }));
  expect(checks().map(({ assertions }) => assertions)).toEqual([3, 4]);
});

test('tells what was expected, without colours, and where', () => {
  begin();
  const location = { file: '/shop/pay.spec.ts', line: 7, column: 3 };
  const errors = [{ message: '\u001B[31mExpected: 2\u001B[39m', location }, { message: 'Timeout' }];
  reporter.onTestEnd(testCase(), result({ status: 'timedOut', errors }));
  expect(checks()[0]).toMatchObject({
    outcome: 'failed',
    detail: 'Expected: 2\n    at pay.spec.ts:7:3\n\nTimeout',
  });
});

test.each([
  ['its reason', [{ type: 'skip', description: 'no card' }], 'no card'],
  ['that there is no reason', [{ type: 'fixme' }], 'marked fixme without a reason'],
  ['that something before it failed', [{ type: 'slow' }], 'did not run: an earlier test or hook failed'],
])('tells of a skipped test %s', (_case, annotations, detail) => {
  begin();
  reporter.onTestEnd(testCase({ annotations }), result({ status: 'skipped' }));
  expect(checks()[0]).toMatchObject({ outcome: 'skipped', detail });
});

test('takes an expected failure as passed, which proves nothing, and its absence as failed', () => {
  begin();
  reporter.onTestEnd(testCase({ expectedStatus: 'failed' }), result(failure('as known')));
  reporter.onTestEnd(testCase({ expectedStatus: 'failed' }), result());
  expect(checks().map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
  expect(checks().map(({ proves }) => proves)).toEqual([[], ['FUN-01', 'FUN-09']]);
  expect(checks()[1]?.detail).toContain('test.fail');
});

test.each([
  ['no browser', "browserType.launch: Executable doesn't exist at /x", 'infra'],
  ['a dead worker', 'Error: worker process exited unexpectedly (code=3, signal=null)', 'suite'],
])('tells of %s as a problem, not as a failure of the product', (_case, message, cause) => {
  begin();
  reporter.onTestEnd(testCase(), result(failure(message)));
  expect(checks()[0]?.outcome).toBe('skipped');
  const data = {
    name: 'tests.trouble',
    detail: expect.objectContaining({ cause, message: expect.stringContaining(message) as string }) as object,
  };
  expect(told()).toContainEqual({ type: 'event', data });
});

test('a crash that a retry may mend is no problem yet', () => {
  begin();
  reporter.onTestEnd(testCase({ retries: 1 }), result(failure('worker process exited unexpectedly')));
  expect(told().map(({ type }) => type)).toEqual(['event', 'check']);
});

test('attaches what a failure left, files and texts, and nothing of a success', () => {
  const failing = testCase();
  begin([failing]);
  const attachments = [
    { name: 'screenshot', path: '/out/test-failed-1.png', contentType: 'image/png' },
    { name: 'page state', body: Buffer.from('{}'), contentType: 'application/json' },
    { name: 'lost', contentType: 'text/plain' },
  ];
  reporter.onTestEnd(testCase(), result({ attachments }));
  reporter.onTestEnd(failing, result({ ...failure('no'), attachments }));
  const attached = told().flatMap((event) => (event.type === 'attach' ? [event.data] : []));
  expect(attached.map(({ name }) => name)).toEqual([
    expect.stringMatching(
      /^tests\/pay-spec-ts-paying-by-card-fun-01-desktop-[0-9a-f]{8}\/attempt-1\/1-screenshot\.png$/,
    ),
    expect.stringMatching(/\/2-page-state\.json$/),
  ]);
  expect(readFileSync(attached[1]?.file ?? '', 'utf8')).toBe('{}');
});

test('tells of tests that never ran, of errors outside tests, and of its end', () => {
  begin([testCase(), testCase({ results: [result()] })]);
  reporter.onError({ message: 'Error: no tests found' });
  reporter.onEnd({ status: 'failed' } as FullResult);
  expect(checks()).toMatchObject([{ outcome: 'skipped', detail: 'did not run: Playwright ended before it' }]);
  const names = told().map((event) => (event.type === 'event' ? event.data.name : event.type));
  expect(names).toEqual(['tests.begin', 'tests.trouble', 'check', 'tests.asked', 'tests.end']);
});

const detailOf = (name: string) =>
  told().flatMap((event) => (event.type === 'event' && event.data.name === name ? [event.data.detail] : []));

test('tells why the tests are only a part: marks and a shard', () => {
  const marked = { _only: true, location: { file: '/shop/pay.spec.ts', line: 3, column: 1 } };
  begin([testCase(marked), testCase()], { shard: { current: 1, total: 3 } });
  const by = ['.only in pay.spec.ts:3', 'shard 1 of 3 of the configuration'];
  expect(detailOf('tests.narrowed')).toEqual([{ by }]);
});

test('tells which servers were asked, of tests that ran, and no part where all ran', () => {
  begin();
  const project = () => ({ use: { baseURL: 'http://127.0.0.1:3333' } });
  const steps = [{ category: 'pw:api', title: 'GET', subtitle: '/cart', steps: [] }];
  const elsewhere = testCase({ parent: { type: 'file', project } as unknown as Suite });
  reporter.onTestEnd(elsewhere, result({ steps } as unknown as Partial<TestResult>));
  reporter.onTestEnd(testCase(), result({ status: 'skipped' }));
  reporter.onEnd({ status: 'passed' } as FullResult);
  const asked = { baseUrls: ['http://127.0.0.1:3333'], servers: ['http://127.0.0.1:3333'] };
  expect(detailOf('tests.asked')).toEqual([asked]);
  expect(detailOf('tests.narrowed')).toEqual([]);
});

test('says nothing under the bare tool, and leaves the terminal to others', () => {
  vi.stubEnv('HARNESS_INBOX', undefined);
  begin();
  expect(() => told()).toThrow('ENOENT');
  expect(reporter.printsToStdio()).toBe(false);
});
