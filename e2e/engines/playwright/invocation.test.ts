import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countingFor, invocationOf, patternOf } from './invocation.ts';

test('runs in the folder of the configuration, with files as exact patterns', () => {
  const { args, cwd } = invocationOf(
    {
      config: '/shop/pw.config.ts',
      files: ['/shop/a (1).spec.ts'],
      project: ['x', 'y'],
      workers: 2,
      grep: 'buy',
    },
    '/work',
  );
  expect(cwd).toBe('/shop');
  expect(args.join(' ')).toBe(
    String.raw`test --config /shop/pw.config.ts --output /work/test-results --project x --project y --grep buy --workers 2 ^/shop/a \(1\)\.spec\.ts$`,
  );
});

test('a suite that chooses by title itself is narrowed further', () => {
  const { args } = invocationOf(
    { files: ['/a.spec.ts'], project: [], grep: 'buy', narrowedTo: 'card' },
    '/work',
  );
  expect(args[args.indexOf('--grep') + 1]).toBe(String.raw`(?=[\s\S]*(?:buy))(?=[\s\S]*(?:card))`);
});

test('runs files without a configuration in the folder that they share, with one of ours', () => {
  const files = ['/shop/cart/a.spec.ts', '/shop/pay/deep/b.spec.ts'];
  const { args, cwd, env } = invocationOf({ files, project: [] }, '/work');
  expect(cwd).toBe('/shop');
  expect(args[2]).toMatch(/any-spec\.config\.ts$/);
  expect(env).toEqual({ HARNESS_SPEC_FILES: JSON.stringify(files), HARNESS_SPEC_FOLDER: '/shop' });
});

test('runs files without a configuration in their package, where the bare tool would be run', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'invocation-')));
  writeFileSync(join(folder, 'package.json'), '{}');
  const { cwd, env } = invocationOf({ files: [join(folder, 'shop/a.spec.ts')], project: [] }, '/work');
  expect([cwd, env['HARNESS_SPEC_FOLDER']]).toEqual([folder, join(folder, 'shop')]);
  rmSync(folder, { recursive: true });
});

test('shares only whole folder names, and the root at worst', () => {
  const cwdOf = (...files: string[]) => invocationOf({ files, project: [] }, '/work').cwd;
  expect(cwdOf('/shop-a/x.ts', '/shop-b/y.ts')).toBe('/');
  expect(cwdOf('/shop/x.ts')).toBe('/shop');
});

test('a pattern finds its own file only', () => {
  const pattern = new RegExp(patternOf('/shop/a+b [1].spec.ts'));
  expect(pattern.test('/shop/a+b [1].spec.ts')).toBe(true);
  expect(pattern.test('/shop/aab 1.spec.ts')).toBe(false);
  expect(pattern.test('/my/shop/a+b [1].spec.ts')).toBe(false);
});

test('has other libraries counted by our own Node only, for another may not read TypeScript', () => {
  expect(countingFor(process.execPath)).toEqual([
    '--import',
    expect.stringMatching(/^file:.*count\.preload\.ts$/),
  ]);
  expect(countingFor('/usr/bin/node')).toEqual([]);
});
