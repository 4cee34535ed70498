import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { type TestSuiteRun, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { inboxEventSchema } from '../../../kernel/evidence.ts';
import { lastAttempts } from '../../../kernel/attempts.ts';
import { requireAwake } from '../../../fixtures/test-runners/canary.ts';
import type { PlaywrightOptions } from './options.ts';
import engine from './playwright.engine.ts';
import { runnerOf } from './run-playwright.ts';

const HEAD = "import { expect, test } from '@playwright/test';\n";
const SECRET = 'correct-horse-battery';
const suiteRuns: TestSuiteRun<PlaywrightOptions>[] = [];
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  const page =
    '<!doctype html><title>Shop</title><h1>Shop</h1><label>Password<input type="password"></label>';
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  return async () => {
    for (const suiteRun of suiteRuns.splice(0)) await suiteRun.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

/** Runs files as a stranger's, the first one by its bare path. */
async function run(files: Record<string, string>, overrides: { signal?: AbortSignal } = {}) {
  const paths = Object.entries(files).map(([name, text]) => write(name, text));
  const options = await engine.accepts?.(paths[0] ?? '');
  if (options === undefined) throw new Error('not accepted');
  const suiteRun = suiteRunForTest<PlaywrightOptions>({
    options,
    folder,
    variables: { BASE_URL: url, PLAYWRIGHT_TEST_BASE_URL: url },
    tools: createFinder(),
    ...overrides,
  });
  suiteRuns.push(suiteRun);
  const error: unknown = await engine.run(suiteRun).catch((thrown: unknown) => thrown);
  return { error, suiteRun, ...heard(suiteRun) };
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function heard(suiteRun: TestSuiteRun<PlaywrightOptions>) {
  const lines = existsSync(suiteRun.inbox) ? readFileSync(suiteRun.inbox, 'utf8').trim().split('\n') : [];
  const events = lines.map((line) => inboxEventSchema.parse(JSON.parse(line)));
  const checks = events.flatMap((event) => (event.type === 'check' ? [event.data] : []));
  const attached = events.flatMap((event) => (event.type === 'attach' ? [event.data] : []));
  return { checks, attached };
}

test('runs a spec from anywhere, tells passed, failed and skipped apart, counts assertions, and changes no message', async () => {
  const { error, checks, suiteRun } = await run({
    'shop.spec.ts': `${HEAD}
      import assert, { equal } from 'node:assert/strict';
      const fixed = test.extend({ one: async ({}, use) => { expect(1).toBe(1); await use(1); } });
      test('adds up = 1', { tag: '@FUN-01' }, () => { console.log('said by a test'); expect(1 + 1).toBe(2); });
      test('@CON-04 subtracts = 1', () => { expect(3 - 1).toBe(1); });
      test('divides = 0', () => { test.skip(true, 'no numbers today'); });
      test('fails as known = 1', () => { test.fail(); expect(1).toBe(2); });
      test('nothing = 0', () => {});
      test('nobody awaits = 0', () => { expect.poll(() => new Promise(() => {})).toBe(1); });
      test('expect = 3', async () => { expect(1).toBe(1); expect.soft(1).toBe(1); await expect(() => {}).toPass(); });
      test('node = 4', () => { assert(true); assert.equal(1, 1); assert.strict.ok(1); equal(1, 1); });
      test('node fails = 1', () => { assert.ok(0, 'zero'); });
      fixed('fixture = 1', ({ one }) => {});
      test.describe('in a hook', () => { test.beforeEach(() => { expect(1).toBe(1); }); test('hooked = 1', () => {}); });
      test.describe('once', () => {
        test.describe.configure({ retries: 1 });
        test('pays', () => { test.skip(test.info().retry > 0, 'only once'); expect(1).toBe(2); });
      });`,
  });
  expect(error).toBeUndefined();
  expect(checks.slice(0, 4)).toMatchObject([
    { id: 'shop.spec.ts › adds up = 1', outcome: 'passed', proves: ['FUN-01'], attempt: 1 },
    { id: 'shop.spec.ts › @CON-04 subtracts = 1', outcome: 'failed', proves: ['CON-04'] },
    { id: 'shop.spec.ts › divides = 0', outcome: 'skipped', detail: 'no numbers today' },
    { id: 'shop.spec.ts › fails as known = 1', outcome: 'passed' },
  ]);
  expect(checks[1]?.detail).toMatch(/Expected: 1\nReceived: 2\n {4}at shop\.spec\.ts:6:\d+/);
  const failing = checks.find(({ id }) => id.includes('node fails'));
  expect(failing?.detail).toMatch(/^AssertionError: zero\n[^]*at shop\.spec\.ts:13:\d+$/);

  const counted = checks.filter(({ id }) => / = \d$/.test(id));
  const counts = counted.map(
    ({ id, assertions = 0 }) => `${id.replace(/.* › (.*) = \d$/, '$1')} = ${assertions}`,
  );
  expect(counts).toEqual(counted.map(({ id }) => id.replace(/.* › /, '')));
  expect(counts).toHaveLength(11);

  // A failure stays one when its retry skips the test.
  const once = checks.filter(({ id }) => id.endsWith('pays'));
  expect(once.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
    ['failed', 1],
    ['skipped', 2],
  ]);
  expect(lastAttempts(once)).toMatchObject([{ outcome: 'failed' }]);

  expect(suiteRun.recorder.events).toEqual([{ name: 'canary', detail: { found: true } }]);
  expect(suiteRun.recorder.attachments.map(({ name }) => name)).toContain('playwright-report/index.html');
  const log = suiteRun.recorder.attachments.find(({ name }) => name === 'playwright.log');
  expect(log?.content.toString()).toContain('said by a test');
  expect(readdirSync(folder)).toEqual(['shop.spec.ts']);
});

test('cannot tell when every test passed and Playwright fails after them', async () => {
  const { error, checks } = await run({
    'playwright.config.ts': "export default { reporter: [['./budget.ts']] };",
    'budget.ts':
      "export default class { onEnd() { console.log('budget exceeded'); return { status: 'failed' }; } }",
    'a.spec.ts': `${HEAD} test('adds', () => { expect(1 + 1).toBe(2); });`,
  });
  expect(checks).toMatchObject([{ outcome: 'passed', assertions: 1 }]);
  expect(error).toBeInstanceOf(SuiteError);
  expect(String(error)).toMatch(/told of no failed test[^]*budget exceeded/);
});

test('gives a browser the base URL, and keeps screenshot, trace and error context of a failure', async () => {
  const { error, checks, attached } = await run({
    'page.spec.ts': `${HEAD}
      test('is titled', async ({ page }) => {
        await page.goto(process.env.BASE_URL);
        await expect(page).toHaveTitle('Shop');
      });
      test('signs in', async ({ page }) => {
        await page.goto(process.env.PLAYWRIGHT_TEST_BASE_URL);
        await page.getByLabel('Password').fill('${SECRET}');
        await expect(page.getByRole('heading')).toHaveText('Welcome', { timeout: 300 });
      });`,
  });
  expect(error).toBeUndefined();
  expect(checks.map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
  expect(checks[1]?.detail).toContain('Expected: "Welcome"');
  expect(JSON.stringify(checks)).not.toContain(SECRET);
  const names = attached.map(({ name }) => name.replace(/^.*\/attempt-1\//, ''));
  expect(names).toEqual(['1-screenshot.png', '2-error-context.md', '3-trace.zip']);
  expect(attached.every(({ file }) => existsSync(file))).toBe(true);
});

test("keeps each attempt of a stranger's retries, with his own configuration and reporters", async () => {
  const { error, checks, suiteRun } = await run({
    'playwright.config.ts': `import { defineConfig } from '@playwright/test';
      export default defineConfig({ retries: 1, testDir: 'flows', reporter: [['./own-reporter.ts']],
        projects: [{ name: 'desktop' }], webServer: { command: 'node server.mjs', stdout: 'pipe', wait: { stdout: /ready/ } } });`,
    'server.mjs': "setInterval(() => {}, 1000); console.log('ready');",
    'own-reporter.ts': `import { writeFileSync } from 'node:fs';
      export default class { onEnd() { writeFileSync(process.env.HARNESS_WORK + '/own', 'told'); } }`,
    'flows/a.spec.ts': `${HEAD}
      test('flaky', ({}, info) => { expect(info.retry).toBe(1); });`,
  });
  expect(error).toBeUndefined();
  expect(checks).toMatchObject([
    { id: 'flows/a.spec.ts › flaky › desktop', outcome: 'failed', attempt: 1 },
    { id: 'flows/a.spec.ts › flaky › desktop', outcome: 'passed', attempt: 2 },
  ]);
  expect(readFileSync(join(suiteRun.work, 'own'), 'utf8')).toBe('told');
  expect(processesIn(suiteRun.work)).toEqual([]);
});

// One that has no test: missing-data.integration.test.ts; that skips all, or does not load: strangers.long.test.ts.
test.each([
  [
    'kills its worker',
    `${HEAD} test('dies', () => { process.exit(3); });`,
    SuiteError,
    /worker process exited/,
  ],
  [
    'wants a browser that is not there',
    `${HEAD} test.use({ browserName: 'webkit' }); test('opens', async ({ page }) => { await page.goto('/'); });`,
    InfraError,
    /Executable doesn't exist.*doctor/s,
  ],
])('cannot tell when a spec %s', async (_case, spec, kind, message) => {
  const { error, checks } = await run({ 'odd.spec.ts': spec });
  expect(error).toBeInstanceOf(kind);
  expect(String(error)).toMatch(message);
  expect(checks.filter(({ outcome }) => outcome !== 'skipped')).toEqual([]);
});

test('cannot tell when a configuration is wrong', async () => {
  const { error } = await run({
    'playwright.config.ts': "export default { testDir: 7, reporter: 'nosuch' };",
  });
  expect(error).toBeInstanceOf(SuiteError);
  expect(String(error)).toContain('testDir');
});

test('a Playwright that does not see a failing canary is not believed', async () => {
  write('cli.js', '');
  await using suiteRun = suiteRunForTest<PlaywrightOptions>({ options: { files: [], project: [] } });
  const silent = { node: process.execPath, args: [], env: {}, folder };
  const awake = requireAwake(suiteRun, runnerOf(suiteRun, silent, {}));
  await expect(awake).rejects.toThrow('reported a failing canary as nothing');
});

test('leaves no browser behind when a hanging test is aborted', async () => {
  const abort = new AbortController();
  const marker = `marker-${process.pid}-${Date.now()}`;
  const paths = write(
    'hang.spec.ts',
    `${HEAD} import { writeFileSync } from 'node:fs';
      test('hangs', async ({ page }) => { await page.goto('${url}?${marker}'); writeFileSync(process.env.HARNESS_WORK + '/up', ''); await new Promise(() => {}); });`,
  );
  const options = await engine.accepts?.(paths);
  if (options === undefined) throw new Error('not accepted');
  const suiteRun = suiteRunForTest<PlaywrightOptions>({
    options,
    folder,
    signal: abort.signal,
    tools: createFinder(),
  });
  suiteRuns.push(suiteRun);
  const done = engine.run(suiteRun).catch((thrown: unknown) => thrown);
  await expect.poll(() => existsSync(join(suiteRun.work, 'up'))).toBe(true);
  expect(processesIn(suiteRun.work)).not.toEqual([]);
  abort.abort();
  await suiteRun.scope.close();
  expect(await done).toBeUndefined();
  await expect.poll(() => processesIn(suiteRun.work)).toEqual([]);
});

/** Processes that were told of this work folder. */
function processesIn(work: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(work));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
