import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { optionsFor } from './accepts.ts';

const IMPORT = "import { test } from 'vitest';";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accepts-'));
  return () => rmSync(folder, { recursive: true });
});

function write(name: string, text = ''): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test.each([
  ['an import', 'any-name.ts', IMPORT],
  ['an import over several lines', 'a.mjs', 'import {\n  test,\n} from "vitest";'],
])('accepts a script with %s of vitest, whatever its name', (_case, name, text) => {
  const file = write(name, text);
  expect(optionsFor(file)).toEqual({ config: undefined, files: [file], project: [] });
});

test.each([
  ['another tool', 'a.test.ts', "import { test } from '@playwright/test';"],
  ['only a part of it', 'a.ts', "import { defineConfig } from 'vitest/config';"],
  ['a mention in a comment', 'a.test.ts', `// ${IMPORT}`],
  ['no script', 'a.md', IMPORT],
])('refuses a file with %s', (_case, name, text) => {
  expect(optionsFor(write(name, text))).toBeUndefined();
});

test('accepts a configuration by its name, and gives a test the nearest one', () => {
  const config = write('vitest.config.ts');
  const file = write('tests/deep/a.test.ts', IMPORT);
  expect(optionsFor(config)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(file)).toEqual({ config, files: [file], project: [] });
});

test('accepts a configuration of another name by its ending and what it imports', () => {
  const config = write('unit.config.ts', "import { defineConfig } from 'vitest/config';");
  expect(optionsFor(config)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(write('other.config.ts', "import { defineConfig } from 'vite';"))).toBeUndefined();
});

test('refuses a folder', () => {
  expect(optionsFor(folder)).toBeUndefined();
});

test('accepts a test that takes its `test` from a fixture file beside it', () => {
  write('fixtures/base.ts', "import { test as base } from 'vitest';\nexport const test = base;");
  const file = write('a.test.ts', "import { test } from './fixtures/base.js';");
  expect(optionsFor(file)?.files).toEqual([file]);
});

test("accepts Vite's configuration where it says how to test, and only there", () => {
  const config = write('vite.config.ts', 'export default { test: { globals: true } };');
  expect(optionsFor(config)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(write('built/vite.config.ts', 'export default { build: {} };'))).toBeUndefined();
});

test('takes what the user names as its own, whatever it looks like', () => {
  const file = write('globals.test.ts', "test('a', () => {});");
  const config = write('unit.config.ts');
  expect(optionsFor(file)).toBeUndefined();
  expect(optionsFor(file, true)?.files).toEqual([file]);
  expect(optionsFor(config, true)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(join(folder, 'none.ts'), true)).toBeUndefined();
});
