import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { optionsFor } from './accepts.ts';

const IMPORT = "import { test } from '@playwright/test';";
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
  ['a require', 'a.js', "const { test } = require('@playwright/test');"],
  ['an import over several lines', 'a.mts', 'import {\n  test,\n} from "@playwright/test";'],
])('accepts a script with %s of the test runner, whatever its name', (_case, name, text) => {
  const file = write(name, text);
  expect(optionsFor(file)).toEqual({ config: undefined, files: [file], project: [] });
});

test.each([
  ['another tool', 'login.spec.ts', "import { test } from 'vitest';"],
  ['only the library', 'login.spec.ts', "import { chromium } from 'playwright';"],
  ['a mention in a comment', 'login.spec.ts', `// ${IMPORT}\n/* ${IMPORT} */`],
  ['no script', 'login.spec.md', IMPORT],
])('refuses a file with %s', (_case, name, text) => {
  expect(optionsFor(write(name, text))).toBeUndefined();
});

test('accepts a spec that takes its test from a fixture file beside it', () => {
  write('fixtures/pages.ts', "export { test } from './base.js';");
  write('fixtures/base.ts', IMPORT);
  const file = write('login.spec.ts', "import { test } from './fixtures/pages';");
  expect(optionsFor(file)?.files).toEqual([file]);
});

test('follows relative imports that go in a circle only so far', () => {
  write('a.ts', "import './b';");
  write('b.ts', "import './a';");
  expect(optionsFor(join(folder, 'a.ts'))).toBeUndefined();
});

test('accepts a configuration by its name, and gives a spec the nearest one', () => {
  const config = write('playwright.config.mts');
  const spec = write('tests/deep/a.spec.ts', IMPORT);
  expect(optionsFor(config)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(spec)).toEqual({ config, files: [spec], project: [] });
});

test('accepts a configuration of another name by its ending and what it imports', () => {
  const config = write('smoke.config.ts', "import { defineConfig } from '@playwright/test';");
  expect(optionsFor(config)).toEqual({ config, files: [], project: [] });
  expect(optionsFor(write('other.config.ts', "import { defineConfig } from 'vite';"))).toBeUndefined();
});

test('refuses a folder and what does not exist', () => {
  expect(optionsFor(folder)).toBeUndefined();
  expect(optionsFor(join(folder, 'none.spec.ts'))).toBeUndefined();
});

test('takes what the user names as its own, whatever it looks like', () => {
  const file = write('pages.ts', "import { test } from 'shop-fixtures';");
  const config = write('pw.config.ts');
  expect(optionsFor(file)).toBeUndefined();
  expect(optionsFor(file, true)?.files).toEqual([file]);
  expect(optionsFor(config, true)).toEqual({ config, files: [], project: [] });
});

test('a script that imports another tool itself is that one’s, whatever its neighbours import', () => {
  write('base.ts', IMPORT);
  expect(optionsFor(write('a.test.ts', "import { test } from 'vitest';\nimport './base';"))).toBeUndefined();
});
