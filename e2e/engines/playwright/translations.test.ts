import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cliFor } from './cli.ts';
import { translationsOf } from './translations.ts';

const ours = cliFor(import.meta.filename);
let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

test('our Playwright keeps what it translated for the next run', () =>
  expect(translationsOf(ours, { HARNESS_CACHE: cache })).toEqual({
    PLAYWRIGHT_TRANSFORM_CACHE_DIR: join(cache, 'playwright'),
  }));

test.each([
  ['a stranger’s', { folder: '/strangers/node_modules/@playwright/test' }, {}],
  ['one that was told where', ours, { PWTEST_CACHE_DIR: '/elsewhere' }],
])('%s is left alone', (_, cli, env) =>
  expect(translationsOf(cli, { HARNESS_CACHE: cache, ...env })).toEqual({}),
);

test('where nothing can be kept, nothing is', () => {
  const file = join(cache, 'file');
  writeFileSync(file, '');
  expect(translationsOf(ours, { HARNESS_CACHE: file })).toEqual({});
});
