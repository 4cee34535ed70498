import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCase, TestModule } from 'vitest/node';
import { beforeEach, expect, test, vi } from 'vitest';
import { inboxEventSchema } from '../../../kernel/evidence.ts';
import InboxReporter from './inbox.reporter.ts';

let folder: string;
let reporter: InboxReporter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporter-'));
  vi.stubEnv('HARNESS_INBOX', join(folder, 'inbox.ndjson'));
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

interface Parts {
  readonly id?: string;
  readonly result?: object;
  readonly mode?: string;
  readonly retryCount?: number;
  readonly project?: string;
  readonly attempts?: readonly object[];
}

function testCase({
  id = '1',
  result = { state: 'passed' },
  mode = 'run',
  retryCount = 0,
  project = '',
  attempts,
}: Parts) {
  return {
    id,
    fullName: 'paying > by card CON-02',
    tags: ['CON-04'],
    module: { moduleId: '/shop/pay.pact.ts' },
    project: { name: project },
    options: { mode },
    result: () => result,
    diagnostic: () => ({ duration: 12, retryCount }),
    ...(attempts && { attempts: () => attempts }),
  } as unknown as TestCase;
}

function testModule(tests: readonly TestCase[], errors: readonly object[] = []): TestModule {
  const children = { allTests: () => tests, allSuites: () => [] };
  return { moduleId: '/shop/pay.pact.ts', children, errors: () => errors } as unknown as TestModule;
}

test('tells a test with its id, attempt and requirements', () => {
  reporter.onTestCaseResult(testCase({ project: 'api' }));
  expect(checks()).toEqual([
    {
      id: 'pay.pact.ts › paying › by card CON-02 › api',
      outcome: 'passed',
      durationMs: 12,
      proves: ['CON-02', 'CON-04'],
      attempt: 1,
    },
  ]);
});

const slow = { message: 'too slow' };
test.each<[string, Parts, string]>([
  [
    'passed at last',
    { result: { state: 'passed' }, attempts: [{ state: 'failed', errors: [slow] }, { state: 'passed' }] },
    'passed',
  ],
  [
    'was skipped at last',
    { result: { state: 'skipped' }, attempts: [{ state: 'failed', errors: [slow] }, { state: 'skipped' }] },
    'skipped',
  ],
  [
    'passed at last under a Vitest that only counts',
    { result: { state: 'passed', errors: [slow] }, retryCount: 1 },
    'passed',
  ],
])('tells of the attempt that failed before a test %s', (_case, parts, last) => {
  reporter.onTestCaseResult(testCase(parts));
  expect(checks()).toMatchObject([
    { outcome: 'failed', attempt: 1, detail: 'Error: too slow', proves: ['CON-02', 'CON-04'] },
    { outcome: last, attempt: 2, proves: ['CON-02', 'CON-04'] },
  ]);
  expect(new Set(checks().map(({ id }) => id)).size).toBe(1);
});

test('tells of one attempt where a test was repeated and never failed', () => {
  reporter.onTestCaseResult(testCase({ attempts: [{ state: 'passed' }, { state: 'passed' }] }));
  expect(checks()).toMatchObject([{ outcome: 'passed', attempt: 1 }]);
});

test('tells what was expected, without colours, and where', () => {
  const stacks = [{ file: '/shop/pay.pact.ts', line: 7, column: 3 }];
  const error = {
    name: 'AssertionError',
    message: 'expected 1 to be 2',
    diff: '\u001B[31m- 2\u001B[39m',
    stacks,
  };
  reporter.onTestCaseResult(testCase({ result: { state: 'failed', errors: [error, { message: 'late' }] } }));
  expect(checks()[0]).toMatchObject({
    outcome: 'failed',
    detail: 'AssertionError: expected 1 to be 2\n- 2\n    at pay.pact.ts:7:3\n\nError: late',
  });
});

test.each([
  ['its reason', { result: { state: 'skipped', note: 'no card' } }, 'no card'],
  ['its mark', { result: { state: 'skipped' }, mode: 'todo' }, 'marked todo, without a reason'],
  [
    'that its hooks did it',
    { result: { state: 'skipped' } },
    'skipped by itself or by its hooks, without a reason',
  ],
  ['that it never ran', { result: { state: 'pending' } }, 'did not run: Vitest ended before it'],
])('tells of a skipped test %s', (_case, parts, detail) => {
  reporter.onTestCaseResult(testCase(parts));
  expect(checks()[0]).toMatchObject({ outcome: 'skipped', detail });
});

test('tells at the end what had no result of its own, and nothing twice', () => {
  reporter.onInit({ version: '1.0.0', projects: [] });
  reporter.onTestRunStart([1, 2]);
  const ran = testCase({});
  reporter.onTestCaseResult(ran);
  const never = testCase({ id: '2', result: { state: 'skipped' }, mode: 'skip' });
  reporter.onTestRunEnd([testModule([ran, never])], [], 'passed');
  expect(told()[0]).toMatchObject({ data: { name: 'tests.begin', detail: { files: 2, version: '1.0.0' } } });
  expect(checks().map(({ outcome }) => outcome)).toEqual(['passed', 'skipped']);
  expect(told().at(-1)).toMatchObject({ data: { name: 'tests.end', detail: { status: 'passed' } } });
});

test('tells of a file that did not load and of errors outside tests as trouble', () => {
  const late = { name: 'Error', message: 'late' } as never;
  reporter.onTestRunEnd([testModule([], [{ message: 'half written' }])], [late], 'failed');
  const messages = told().flatMap((event) => (event.type === 'event' ? [event.data.detail['message']] : []));
  expect(messages).toEqual([
    '/shop/pay.pact.ts: Error: half written',
    'an error outside every test: Error: late',
    undefined,
  ]);
});
