import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCase, TestModule, Vitest } from 'vitest/node';
import { beforeEach, expect, test, vi } from 'vitest';
import { inboxEventSchema } from '../../../kernel/evidence.ts';
import { flakesOf, lastAttempts } from '../../../kernel/attempts.ts';
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
  readonly fails?: boolean;
  readonly retryCount?: number;
  readonly project?: string;
  readonly attempts?: readonly object[];
  readonly annotations?: readonly string[];
  /** From the outermost group to the test's own. */
  readonly titles?: readonly string[];
}

function testCase({
  id = '1',
  result = { state: 'passed' },
  mode = 'run',
  fails = false,
  retryCount = 0,
  project = '',
  attempts,
  annotations,
  titles = ['paying', 'by card @CON-02'],
}: Parts) {
  const module: object = {
    moduleId: '/shop/pay.pact.ts',
    type: 'module',
    children: { allTests: () => [test] },
  };
  const parent = titles
    .slice(0, -1)
    .reduce((outer, name) => ({ type: 'suite', name, parent: outer }), module);
  const test = {
    id,
    name: titles.at(-1),
    parent,
    fullName: titles.join(' > '),
    tags: ['CON-04'],
    module,
    project: { name: project },
    options: { mode, fails },
    result: () => result,
    diagnostic: () => ({ duration: 12, retryCount }),
    ...(attempts && { attempts: () => attempts }),
    ...(annotations && { annotations: () => annotations.map((message) => ({ message })) }),
  } as unknown as TestCase;
  return test;
}

/** A file of these tests, which know it. */
function testModule(tests: readonly TestCase[], errors: readonly object[] = []): TestModule {
  const children = { allTests: () => tests, allSuites: () => [] };
  const module = { moduleId: '/shop/pay.pact.ts', children, errors: () => errors } as unknown as TestModule;
  for (const test of tests) Object.assign(test, { module });
  return module;
}

test('tells a test with its id, attempt and requirements', () => {
  reporter.onTestCaseResult(testCase({ project: 'api' }));
  expect(checks()).toEqual([
    {
      id: 'pay.pact.ts › paying › by card @CON-02 › api',
      outcome: 'passed',
      durationMs: 12,
      proves: ['CON-02', 'CON-04'],
      attempt: 1,
    },
  ]);
});

test('what a test notes of how much it looked at is kept when it passes', () => {
  reporter.onTestCaseResult(testCase({ annotations: ['29 changes', '29 noticed'] }));
  expect(checks()).toMatchObject([{ outcome: 'passed', detail: '29 changes\n29 noticed' }]);
});

test('a test that fails as it is declared to proves nothing', () => {
  reporter.onTestCaseResult(testCase({ fails: true }));
  expect(checks()).toMatchObject([{ outcome: 'passed', proves: [] }]);
});

test('tells two tests of one name apart, also where titles hold the sign that joins them', () => {
  const failed = { result: { state: 'failed', errors: [{ message: 'broken' }] } };
  const tests = [
    testCase({ id: '1', titles: ['same'], ...failed }),
    testCase({
      id: '2',
      titles: ['same'],
      attempts: [{ state: 'failed', errors: [slow] }, { state: 'passed' }],
    }),
    testCase({ id: '3', titles: ['a > b', 'c'] }),
    testCase({ id: '4', titles: ['a', 'b > c'] }),
    testCase({ id: '5', titles: ['a › b', 'c'] }),
    testCase({ id: '6', titles: ['a', 'b › c'] }),
  ];
  testModule(tests);
  for (const test of [...tests].reverse()) reporter.onTestCaseResult(test);
  expect(checks().map(({ id, outcome, attempt }) => [id, outcome, attempt])).toEqual([
    ['pay.pact.ts › a › b › c › #2', 'passed', 1],
    ['pay.pact.ts › a › b › c', 'passed', 1],
    ['pay.pact.ts › a › b > c', 'passed', 1],
    ['pay.pact.ts › a > b › c', 'passed', 1],
    ['pay.pact.ts › same › #2', 'failed', 1],
    ['pay.pact.ts › same › #2', 'passed', 2],
    ['pay.pact.ts › same', 'failed', 1],
  ]);
  expect(lastAttempts(checks()).filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { id: 'pay.pact.ts › same', detail: 'Error: broken' },
  ]);
  expect(flakesOf(checks())).toEqual(['pay.pact.ts › same › #2']);
});

test('tells how many assertions each attempt made, where that is known', () => {
  vi.stubEnv('HARNESS_ASSERTIONS', join(folder, 'assertions.ndjson'));
  reporter = new InboxReporter();
  const say = (...lines: object[]) =>
    writeFileSync(
      join(folder, 'assertions.ndjson'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  say(
    { test: '1', count: 2 },
    { test: '1', count: 3 },
    { test: '2' },
    { test: '3', count: 1 },
    { test: '3', count: 4 },
    { count: 7 },
  );
  const failed = { state: 'failed', errors: [slow] };
  reporter.onTestCaseResult(testCase({ id: '1', attempts: [failed, { state: 'passed' }] }));
  reporter.onTestCaseResult(testCase({ id: '2' }));
  reporter.onTestCaseResult(testCase({ id: '3', attempts: [{ state: 'passed' }, { state: 'passed' }] }));
  reporter.onTestCaseResult(testCase({ id: '4' }));
  expect(checks().map(({ assertions }) => assertions)).toEqual([2, 3, undefined, 5, undefined]);
  reporter.onTestRunEnd([], [], 'passed');
  expect(told()).toContainEqual({
    type: 'event',
    data: { name: 'assertions.outside', detail: { count: 7 } },
  });
});

test.each([
  ['threads', {}, 1],
  ['forks', {}, 1],
  ['vmThreads', {}, 1],
  ['threads', { browser: { enabled: true } }, 0],
  ['threads', { environment: 'edge-runtime' }, 0],
  ['./a-pool-of-theirs.ts', {}, 0],
])('has assertions counted in the pool %s with %o, before their own set-up', (pool, rest, added) => {
  const config = { pool, setupFiles: ['/shop/theirs.ts'], ...rest };
  reporter.onInit({ version: '1.0.0', projects: [{ config }] } as unknown as Vitest);
  expect(config.setupFiles).toHaveLength(added + 1);
  expect(config.setupFiles.at(-1)).toBe('/shop/theirs.ts');
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

test('tells of a file that did not load and of errors outside tests as a problem', () => {
  const late = { name: 'Error', message: 'late' } as never;
  reporter.onTestRunEnd([testModule([], [{ message: 'half written' }])], [late], 'failed');
  const messages = told().flatMap((event) => (event.type === 'event' ? [event.data.detail['message']] : []));
  expect(messages).toEqual([
    '/shop/pay.pact.ts: Error: half written',
    'an error outside every test: Error: late',
    undefined,
  ]);
});

test('a snapshot that is missing is written nowhere, and does not pass', () => {
  const config = { snapshotOptions: { updateSnapshot: 'new' } };
  const project = { config: { env: {}, setupFiles: [], snapshotOptions: { updateSnapshot: 'all' } } };
  reporter.onInit({ version: '4.1.0', config, projects: [project] } as unknown as Vitest);
  expect([config, project.config].map((one) => one.snapshotOptions.updateSnapshot)).toEqual(['none', 'none']);
});
