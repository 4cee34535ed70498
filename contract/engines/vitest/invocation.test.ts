import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { invocationOf } from './invocation.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'invocation-')));
  return () => rmSync(folder, { recursive: true });
});

/** Empty files below the folder; the path of the last one. */
function write(...names: readonly string[]): string {
  const paths = names.map((name) => join(folder, name));
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  }
  return paths.at(-1) ?? '';
}

test('runs a configuration in its folder, with its own reporters, and writes elsewhere', () => {
  const { args, cwd } = invocationOf(
    { config: '/shop/vitest.config.ts', files: [], project: ['api'], testNamePattern: 'pays' },
    '/work',
    '5.1.0',
  );
  expect(cwd).toBe('/shop');
  expect(args.join(' ')).toMatch(
    /^run --config \/shop\/vitest\.config\.ts --project api --testNamePattern pays --no-cache --coverage\.reportsDirectory=\/work\/coverage --fsModuleCachePath \/work\/modules$/,
  );
});

test.each([
  ['in its package, with a configuration further up', ['vitest.config.ts', 'shop/package.json'], 'shop'],
  ['beside a configuration within its package', ['package.json', 'shop/vite.config.mts'], 'shop'],
  ['in its package, with no configuration', ['package.json'], '.'],
])('runs a file %s', (_case, around, cwd) => {
  write(...around);
  const files = [write('shop/cart/a.test.ts')];
  expect(invocationOf({ config: undefined, files, project: [] }, '/work', '5.1.0').cwd).toBe(
    join(folder, cwd),
  );
});

test('runs files of no package in the folder that they share, with a configuration of ours', () => {
  const files = ['/no-such-shop/cart/a.test.ts', '/no-such-shop/pay/b.test.ts'];
  const { args, cwd, env } = invocationOf({ files, project: [] }, '/work', '5.1.0');
  expect(cwd).toBe('/no-such-shop');
  expect(args[2]).toMatch(/any-test\.config\.ts$/);
  expect(env).toEqual({ HARNESS_TEST_FILES: JSON.stringify(files) });
});

test('tells an older Vitest nothing of what it does not know', () => {
  const { args } = invocationOf(
    { config: '/shop/vitest.config.ts', files: [], project: [] },
    '/work',
    '4.9.0',
  );
  expect(args).not.toContain('--fsModuleCachePath');
});
