import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type TestSuiteRun, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { flakesOf, lastAttempts } from '../../../kernel/attempts.ts';
import type { VitestOptions } from './options.ts';
import { requireAwake } from '../../../fixtures/test-runners/canary.ts';
import { resultsIn } from '../../../fixtures/test-runners/results.ts';
import { runnerOf } from './run-vitest.ts';
import engine from './vitest.engine.ts';

const HEAD = "import { expect, test } from 'vitest';\n";
const suiteRuns: TestSuiteRun<VitestOptions>[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  return async () => {
    for (const suiteRun of suiteRuns.splice(0)) await suiteRun.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

/** Runs files as a stranger's, the first one by its bare path. */
async function run(files: Record<string, string>, pattern?: string) {
  const paths = Object.entries(files).map(([name, text]) => write(name, text));
  const options = await engine.accepts?.(paths[0] ?? '');
  if (options === undefined) throw new Error('not accepted');
  const suiteRun = suiteRunForTest<VitestOptions>({
    options: pattern === undefined ? options : (engine.narrow?.(options, pattern) ?? options),
    folder,
    adHoc: pattern === undefined,
  });
  suiteRuns.push(suiteRun);
  const error: unknown = await engine.run(suiteRun).catch((thrown: unknown) => thrown);
  return { error, suiteRun, checks: resultsIn(suiteRun.inbox).checks };
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('runs a file from anywhere, without node_modules, and tells passed, failed and skipped apart', async () => {
  const { error, checks, suiteRun } = await run({
    'sums (all).check.ts': `${HEAD} import { z } from 'zod';
      test('@CON-01 adds up', () => { expect(z.number().parse(1 + 1)).toBe(2); });
      test('subtracts', () => { expect({ left: 3 - 1 }).toEqual({ left: 1 }); });
      test.skip('multiplies', () => {});
      test('divides', (context) => { context.skip('no numbers today'); });
      test('tries again', { retry: 1 }, (context) => { expect(context.task.result?.retryCount).toBe(1); });
      test('gives up', { retry: 1 }, (context) => {
        if (context.task.result?.retryCount === 1) context.skip('not again');
        expect(1).toBe(2);
      });
      let runs = 0;
      test('same', () => { expect('broken').toBe('fine'); });
      test('same', { retry: 1 }, () => { runs += 1; expect(runs).toBe(2); });`,
  });
  expect(error).toBeUndefined();
  const byTitle = new Map(checks.map((check) => [check.id.split(' › ')[1], check]));
  expect(byTitle.get('@CON-01 adds up')).toMatchObject({ outcome: 'passed', proves: ['CON-01'], attempt: 1 });
  expect(byTitle.get('@CON-01 adds up')?.id).toBe('sums (all).check.ts › @CON-01 adds up');
  expect(byTitle.get('subtracts')?.outcome).toBe('failed');
  expect(byTitle.get('subtracts')?.detail).toMatch(
    /Expected[^]*- {3}"left": 1[^]*at sums \(all\)\.check\.ts:4:/,
  );
  expect(byTitle.get('multiplies')).toMatchObject({
    outcome: 'skipped',
    detail: 'marked skip, without a reason',
  });
  expect(byTitle.get('divides')).toMatchObject({ outcome: 'skipped', detail: 'no numbers today' });
  expect(checks.filter(({ id }) => id.endsWith('tries again'))).toMatchObject([
    { outcome: 'failed', attempt: 1, detail: expect.stringContaining('expected +0 to be 1') as string },
    { outcome: 'passed', attempt: 2 },
  ]);
  expect(flakesOf(checks)).toEqual(['sums (all).check.ts › tries again', 'sums (all).check.ts › same › #2']);
  const givenUp = checks.filter(({ id }) => id.endsWith('gives up'));
  expect(givenUp.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
  expect(lastAttempts(givenUp)).toMatchObject([{ outcome: 'failed' }]);
  // Two tests of one name are two checks: a retry of one does not hide the failure of the other.
  const twins = lastAttempts(checks.filter(({ id }) => id.includes('same')));
  expect(twins.map(({ id, outcome, attempt }) => [id, outcome, attempt])).toEqual([
    ['sums (all).check.ts › same', 'failed', 1],
    ['sums (all).check.ts › same › #2', 'passed', 2],
  ]);
  expect(twins[0]?.detail).toContain("expected 'broken' to be 'fine'");
  expect(checks).toHaveLength(11);
  expect(suiteRun.recorder.events).toContainEqual({ name: 'canary', detail: { found: true } });
  expect(readdirSync(folder)).toEqual(['sums (all).check.ts']);
});

test('runs those tests whose title matches, and of a suite that is no whole run', async () => {
  const { error, checks, suiteRun } = await run(
    {
      'shop.check.ts': `${HEAD} for (const title of ['pays', 'buys']) test(title, () => { expect(1).toBe(1); });`,
    },
    'pay',
  );
  expect(checks.flatMap(({ id, outcome }) => (outcome === 'passed' ? [id] : []))).toEqual([
    'shop.check.ts › pays',
  ]);
  expect(error).toBeInstanceOf(SuiteError);
  expect(error).toHaveProperty(
    'message',
    expect.stringContaining('only a part of the tests ran: --grep pay'),
  );
  expect(suiteRun.recorder.events).toContainEqual({ name: 'tests.narrowed', detail: { by: ['--grep pay'] } });
});

test("runs a stranger's configuration with its projects", async () => {
  const { error, checks } = await run({
    'vitest.config.mjs':
      "export default { test: { projects: [{ test: { name: 'api', include: ['*.check.ts'] } }] } };",
    'a.check.ts': `${HEAD} test('one', () => { expect(1).toBe(1); });`,
  });
  expect(error).toBeUndefined();
  expect(checks).toMatchObject([{ id: 'a.check.ts › one › api', outcome: 'passed' }]);
});

test('counts what each test asserts, by whatever it asserts, and changes no message', async () => {
  const { error, checks, suiteRun } = await run({
    'counted.check.ts': `${HEAD}
      import assert, { equal } from 'node:assert/strict';
      import { createRequire } from 'node:module';
      import { beforeEach, describe, assert as chaiAssert } from 'vitest';
      import { createServer } from 'node:http';
      import { expect as sees } from '@playwright/test';
      import pactum from 'pactum';
      const required = createRequire(import.meta.url)('node:assert');
      expect.extend({ toBeOdd: (n) => ({ pass: n % 2 === 1, message: () => 'even' }) });
      test('nothing = 0', () => {});
      test('expect = 3', () => { expect(1).toBe(1); expect.soft(1).toBe(1); expect(1).toBeOdd(); });
      test('polled = 1', async () => { await expect.poll(() => 1).toBe(1); });
      test('its own = 1', ({ expect }) => { expect(1).toBe(1); });
      test('Playwright = 2', async () => { sees(1).toBe(1); await sees.poll(() => 1).toBe(1); });
      test('chai = 1', () => { chaiAssert.equal(1, 1); });
      test('node = 5', () => { assert(true); assert.equal(1, 1); assert.strict.ok(1); equal(1, 1); required.ok(1); });
      test('node fails = 1', () => { assert.ok(0, 'zero'); });
      test('pactum = 2', async () => {
        pactum.settings.setLogLevel('SILENT');
        const server = createServer((_request, response) => response.end('ok'));
        await new Promise((go) => server.listen(0, '127.0.0.1', go));
        await pactum.spec().get('http://127.0.0.1:' + server.address().port).expectStatus(200).expectBody('ok');
        await pactum.spec().get('http://127.0.0.1:' + server.address().port);
        server.close();
      });
      describe('in a hook', () => { beforeEach(() => { expect(1).toBe(1); }); test('hooked = 1', () => {}); });
      describe.concurrent('side by side', () => {
        const turn = () => new Promise((go) => setTimeout(go, 20));
        test('empty = 0', async () => { await turn(); await turn(); });
        test('full = 2', async () => { expect(1).toBe(1); await turn(); expect(1).toBe(1); });
      });`,
  });
  expect(error).toBeUndefined();
  const counts = checks.map(({ id, assertions }) => `${id.replace(/.* › (.*) = \d$/, '$1')} = ${assertions}`);
  expect(counts).toEqual(checks.map(({ id }) => id.replace(/.* › /, '')));
  expect(checks.find(({ outcome }) => outcome === 'failed')?.detail).toMatch(
    /^AssertionError: zero\n[^]*at counted\.check\.ts:18:\d+$/,
  );
  expect(suiteRun.recorder.events).toEqual([{ name: 'canary', detail: { found: true } }]);
});

const ADDS = `${HEAD} test('adds', () => { expect(1 + 1).toBe(2); });`;
test.each<[string, Record<string, string>, RegExp]>([
  [
    'a reporter that sets the exit code',
    {
      'vitest.config.mjs':
        "export default { test: { reporters: ['./budget.mjs'], include: ['*.check.ts'] } };",
      'budget.mjs':
        "export default class { onTestRunEnd() { console.error('budget exceeded'); process.exitCode = 3; } }",
    },
    /told of no failed test, but its exit code is 3\.[^]*budget exceeded/,
  ],
  [
    'a global teardown that throws',
    {
      'vitest.config.mjs':
        "export default { test: { globalSetup: './global.mjs', include: ['*.check.ts'] } };",
      'global.mjs': "export default () => () => { throw new Error('the tenant stays'); };",
    },
    /its exit code is 1\.[^]*the tenant stays/,
  ],
])('cannot tell when every test passed and Vitest fails after them, by %s', async (_case, files, message) => {
  const { error, checks } = await run({ ...files, 'a.check.ts': ADDS });
  expect(checks).toMatchObject([{ outcome: 'passed', assertions: 1 }]);
  expect(error).toBeInstanceOf(SuiteError);
  expect(String(error)).toMatch(message);
});

// One that has no test: missing-data.integration.test.ts; that skips all: strangers.long.test.ts.
test.each([
  ['does not load', `${HEAD} throw new Error('half written');`, /half written/],
  [
    'breaks outside its tests',
    `${HEAD} test('one', () => { setTimeout(() => { throw new Error('late'); }); return new Promise((go) => setTimeout(go, 50)); });`,
    /outside every test.*late/,
  ],
  [
    'breaks in a hook',
    `${HEAD} import { beforeAll } from 'vitest'; beforeAll(() => { throw new Error('no database'); }); test('one', () => {});`,
    /no database/,
  ],
  [
    'ends the process',
    `${HEAD} test('one', () => { process.kill(process.pid, 'SIGKILL'); });`,
    /Vitest died in the middle/,
  ],
])('cannot tell when a file %s', async (_case, text, message) => {
  const { error } = await run({ 'odd.check.ts': text });
  expect(error).toBeInstanceOf(SuiteError);
  expect(String(error)).toMatch(message);
});

test.each([
  ['is wrong', "throw new Error('bad configuration');", /bad configuration/],
  ['finds no file', "export default { test: { include: ['nothing'] } };", /No test files found/],
])('cannot tell when a configuration %s', async (_case, text, message) => {
  const { error } = await run({ 'vitest.config.mjs': text });
  expect(error).toBeInstanceOf(SuiteError);
  expect(String(error)).toMatch(message);
});

test('a Vitest that does not see a failing canary is not believed', async () => {
  const program = write('vitest.mjs', '');
  await using suiteRun = suiteRunForTest<VitestOptions>({ options: { files: [], project: [] } });
  const silent = { args: [program], env: {}, program, version: '5.1.0' };
  const awake = requireAwake(suiteRun, runnerOf(suiteRun, silent));
  await expect(awake).rejects.toThrow('reported a failing canary as nothing');
});

test('leaves no process behind when a hanging test is aborted', async () => {
  const abort = new AbortController();
  const file = write(
    'hang.check.ts',
    `${HEAD} import { writeFileSync } from 'node:fs';
      test('hangs', { timeout: 600_000 }, async () => { writeFileSync(process.env.HARNESS_WORK + '/up', ''); await new Promise(() => {}); });`,
  );
  const options = await engine.accepts?.(file);
  if (options === undefined) throw new Error('not accepted');
  const suiteRun = suiteRunForTest<VitestOptions>({ options, folder, signal: abort.signal });
  suiteRuns.push(suiteRun);
  const done = engine.run(suiteRun).catch((thrown: unknown) => thrown);
  await expect.poll(() => existsSync(join(suiteRun.work, 'up'))).toBe(true);
  abort.abort();
  await suiteRun.scope.close();
  expect(await done).toBeUndefined();
  expect(processesIn(suiteRun.work)).toEqual([]);
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
