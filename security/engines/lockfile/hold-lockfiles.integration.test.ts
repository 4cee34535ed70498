import { expect, test } from 'vitest';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import { folderForTest, scanned } from '../../source/testing/scanned.ts';
import engine from './lockfile.engine.ts';
import type { LockfileOptions } from './options.ts';

const ROOT = LOCKFILE.packages[''];
const WHOLE = {
  'package-lock.json': LOCKFILE,
  'package.json': ROOT,
  'apps/web/package.json': LOCKFILE.packages['apps/web'],
};

function hold(files: Readonly<Record<string, string | object>>) {
  const { folder } = folderForTest(files);
  return scanned<LockfileOptions>(folder, (run) => engine.run(run), { subjects: ['source'], node: '24.1.0' });
}

test('a checkout whose lockfile is as its packages say passes, and one that was not told of a change fails', async () => {
  const { error, outcomes } = await hold(WHOLE);
  expect(error).toBeUndefined();
  expect(outcomes.map((one) => one.split(': ').at(-1))).toEqual(['passed', 'passed', 'passed', 'passed']);
  const drifted = await hold({ ...WHOLE, 'apps/web/package.json': { dependencies: { b: '^3.0.0' } } });
  expect(drifted.outcomes[0]).toBe('source: package-lock.json: declared and resolved versions agree: failed');
  const root = await hold({ ...WHOLE, 'package.json': { ...ROOT, devDependencies: {} } });
  expect(root.outcomes.map((one) => one.split(': ').at(-1))).toEqual([
    'failed',
    'passed',
    'passed',
    'passed',
  ]);
  expect(root.findings.map(({ title }) => title)).toEqual([
    'shop 1.2.3 package.json wants d not at all, and the lockfile is of 4.0.0',
  ]);
});

test.each<[string, Readonly<Record<string, string | object>>, RegExp]>([
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
  [
    'a package.json that is none',
    { ...WHOLE, 'package.json': '{' },
    /package\.json is no package\.json that npm/,
  ],
  [
    'one that lists nothing by name',
    { ...WHOLE, 'apps/web/package.json': { dependencies: ['b'] } },
    /apps\/web\/package\.json is no package\.json that npm/,
  ],
])('%s tells nothing', async (_, files, words) => {
  const { error, outcomes } = await hold(files);
  expect(error?.message).toMatch(words);
  expect(outcomes).toEqual([]);
});
