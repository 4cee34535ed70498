import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type TestSuiteRun, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { flakesOf, lastAttempts } from '../../../kernel/judge.ts';
import { requireAwake } from './canary.ts';
import type { VitestOptions } from './options.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';
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
async function run(files: Record<string, string>) {
  const paths = Object.entries(files).map(([name, text]) => write(name, text));
  const options = await engine.accepts?.(paths[0] ?? '');
  if (options === undefined) throw new Error('not accepted');
  const suiteRun = suiteRunForTest<VitestOptions>({ options, folder });
  suiteRuns.push(suiteRun);
  const error: unknown = await engine.run(suiteRun).catch((thrown: unknown) => thrown);
  return { error, suiteRun, checks: saidIn(suiteRun.inbox).checks };
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('runs a file from anywhere, without node_modules, and tells passed, failed and skipped apart', async () => {
  const { error, checks, suiteRun } = await run({
    'sums (all).check.ts': `${HEAD} import { z } from 'zod';
      test('CON-01 adds up', () => { expect(z.number().parse(1 + 1)).toBe(2); });
      test('subtracts', () => { expect({ left: 3 - 1 }).toEqual({ left: 1 }); });
      test.skip('multiplies', () => {});
      test('divides', (context) => { context.skip('no numbers today'); });
      test('tries again', { retry: 1 }, (context) => { expect(context.task.result?.retryCount).toBe(1); });
      test('gives up', { retry: 1 }, (context) => {
        if (context.task.result?.retryCount === 1) context.skip('not again');
        expect(1).toBe(2);
      });`,
  });
  expect(error).toBeUndefined();
  const byTitle = new Map(checks.map((check) => [check.id.split(' › ')[1], check]));
  expect(byTitle.get('CON-01 adds up')).toMatchObject({ outcome: 'passed', proves: ['CON-01'], attempt: 1 });
  expect(byTitle.get('CON-01 adds up')?.id).toBe('sums (all).check.ts › CON-01 adds up');
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
  expect(flakesOf(checks)).toEqual(['sums (all).check.ts › tries again']);
  const givenUp = checks.filter(({ id }) => id.endsWith('gives up'));
  expect(givenUp.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
  expect(lastAttempts(givenUp)).toMatchObject([{ outcome: 'failed' }]);
  expect(checks).toHaveLength(8);
  expect(suiteRun.recorder.events).toContainEqual({ name: 'canary', detail: { found: true } });
  expect(readdirSync(folder)).toEqual(['sums (all).check.ts']);
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

test.each([
  ['has no test', HEAD, /No test suite found/],
  ['skips everything', `${HEAD} test.skip('later', () => {});`, /all 1 tests were skipped.*Fix/s],
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
  const awake = requireAwake(suiteRun, { args: [program], env: {}, version: '5.1.0' }, {});
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
