import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../../kernel/errors.ts';
import { cliFor } from './cli.ts';
import { parseOptions } from './options.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  return () => rmSync(folder, { recursive: true });
});

test("takes a stranger's own Playwright as it is", () => {
  const own = join(folder, 'node_modules/@playwright/test');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"@playwright/test","version":"1.55.1"}');
  const cli = { node: process.execPath, args: [join(own, 'cli.js')], env: {}, folder: own };
  expect(cliFor(join(folder, 'a.spec.ts'))).toEqual(cli);
});

test("refuses a stranger's Playwright that cannot be run, by its version, at once", () => {
  const own = join(folder, 'node_modules/@playwright/test');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"@playwright/test","version":"1.30.0"}');
  const spec = join(folder, 'a.spec.ts');
  writeFileSync(spec, '');
  expect(() => parseOptions({ files: ['a.spec.ts'] }, folder)).toThrow(ConfigError);
  expect(() => cliFor(spec)).toThrow(/its own Playwright is 1\.30\.0; supported is/);
});

test('lends ours to a file that has none, for its imports too', () => {
  const { args, env, folder: lent } = cliFor(join(folder, 'a.spec.ts'));
  expect(args).toEqual([
    '--import',
    expect.stringContaining('resolve-fallback.ts') as string,
    join(lent, 'cli.js'),
  ]);
  expect(env['HARNESS_RESOLVE_FROM']).toMatch(/^file:.*\/package\.json$/);
});
