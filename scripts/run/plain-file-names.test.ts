import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { isMeantAsFile, whyNoFile } from './plain-file-names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'names-'));
  mkdirSync(join(folder, 'shop'));
  for (const name of ['login.spec.ts', 'logout.spec.ts', 'soak.js'])
    writeFileSync(join(folder, 'shop', name), '');
  return () => rmSync(folder, { recursive: true });
});

test.each([
  ['a relative path without ./', 'cases/nope.spec.ts', {}],
  ['one that looks like a suite', 'e2e/login.ts', {}],
  ['a path', './nope', {}],
  ['a word beside --base-url', 'e2e/logn', { baseUrl: 'http://127.0.0.1:9' }],
  ['a word beside --engine', 'load/smok', { engine: 'k6' }],
  ['a word beside --timeout', 'load/smok', { timeout: '3' }],
  ['a file that exists, whatever its name', 'harness', {}],
])('%s is meant as a file', (_case, name, options) => {
  expect(isMeantAsFile(name, options)).toBe(true);
});

test.each(['e2e/logn', 'chaoss', 'scripts'])('%s alone is meant as a suite', (name) => {
  expect(isMeantAsFile(name, {})).toBe(false);
});

test('says that there is no such file, and which one may have been meant', () => {
  expect(whyNoFile(join(folder, 'shop/lgoin.spec.ts'))).toMatch(
    /shop\/lgoin\.spec\.ts: no such file; did you mean .*shop\/login\.spec\.ts\?$/,
  );
  expect(whyNoFile('pakage.json')).toBe('pakage.json: no such file; did you mean package.json?');
});

test('suggests nothing where nothing is like it', () => {
  expect(whyNoFile(join(folder, 'shop/pay.contract.py'))).toMatch(/no such file$/);
  expect(whyNoFile(join(folder, 'none/login.spec.ts'))).toMatch(/no such file$/);
});

test('says what is a folder, and nothing of a file', () => {
  expect(whyNoFile(join(folder, 'shop'))).toMatch(/shop: is a folder; name a file/);
  expect(whyNoFile(join(folder, 'shop/soak.js'))).toBeUndefined();
});
