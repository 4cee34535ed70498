import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from '../../../kernel/errors.ts';
import { cliFor } from './cli.ts';
import { parseOptions } from './options.ts';

test("takes a stranger's own Vitest, and lends ours to a file that has none", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  const file = join(folder, 'a.test.ts');
  expect(cliFor(file).args.at(-1)).toMatch(/\/node_modules\/vitest\/vitest\.mjs$/);
  expect(cliFor(file).args[1]).toContain('resolve-fallback.ts');
  const own = join(folder, 'node_modules/vitest');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"vitest","version":"3.2.4"}');
  const program = join(own, 'vitest.mjs');
  expect(cliFor(file)).toEqual({
    args: [expect.stringMatching(/launch\.ts$/), program],
    env: {},
    program,
    version: '3.2.4',
  });
  rmSync(folder, { recursive: true });
});

test("refuses a stranger's Vitest whose results cannot be read, by its version, at once", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  const own = join(folder, 'node_modules/vitest');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"vitest","version":"2.1.9"}');
  writeFileSync(join(folder, 'a.test.ts'), '');
  const parse = () => parseOptions({ files: ['a.test.ts'] }, folder);
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(/its own Vitest is 2\.1\.9; supported is 3\.0\.0 and newer\. Fix: /);
  rmSync(folder, { recursive: true });
});
