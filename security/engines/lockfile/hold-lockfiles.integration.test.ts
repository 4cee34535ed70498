import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { environmentForTest, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import engine from './lockfile.engine.ts';
import type { LockfileOptions } from './options.ts';

const ROOT = LOCKFILE.packages[''];
const WHOLE = {
  'package-lock.json': LOCKFILE,
  'package.json': ROOT,
  'apps/web/package.json': LOCKFILE.packages['apps/web'],
};

async function hold(files: Readonly<Record<string, object>>) {
  const folder = mkdtempSync(join(tmpdir(), 'lockfile-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  const run = suiteRunForTest<LockfileOptions>({
    options: { subjects: ['source'], node: '24.1.0' },
    environment: { ...environmentForTest(), source: folder },
    suite: { name: 'security/example' },
  });
  onTestFinished(() => run.close());
  const { target: _, tenant: __, ...rest } = run;
  const error = await engine.run(rest).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  return { error, outcomes: run.recorder.checks.map(({ id, outcome }) => `${id}: ${outcome}`) };
}

test('a checkout whose lockfile is as its packages say passes, and one that was not told of a change fails', async () => {
  const { error, outcomes } = await hold(WHOLE);
  expect(error).toBeUndefined();
  expect(outcomes.map((one) => one.split(': ').at(-1))).toEqual(['passed', 'passed', 'passed', 'passed']);
  const drifted = await hold({ ...WHOLE, 'apps/web/package.json': { dependencies: { b: '^3.0.0' } } });
  expect(drifted.outcomes[0]).toBe('source: package-lock.json: declared and resolved versions agree: failed');
});

test.each<[string, Readonly<Record<string, object>>, RegExp]>([
  ['no package.json', { 'package-lock.json': LOCKFILE }, /there is no package\.json, so nobody knows/],
  [
    'none of a workspace',
    { 'package-lock.json': LOCKFILE, 'package.json': ROOT },
    /there is no apps\/web\/package\.json/,
  ],
  [
    'a lockfile that names no package',
    { ...WHOLE, 'package-lock.json': { lockfileVersion: 3, packages: {} } },
    /package-lock\.json names no package/,
  ],
])('%s tells nothing', async (_, files, words) => {
  const { error, outcomes } = await hold(files);
  expect(error?.message).toMatch(words);
  expect(outcomes).toEqual([]);
});
