import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../../kernel/errors.ts';
import engine from './k6.engine.ts';
import { parseMetricName } from './samples/metric-name.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-options-'));
  writeFileSync(join(folder, 'a.k6.ts'), `import http from 'k6/http';`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('makes the script absolute and fills in the rest', () => {
  expect(engine.parse({ script: 'a.k6.ts' }, folder)).toEqual({
    script: join(folder, 'a.k6.ts'),
    metrics: [],
    env: {},
    phases: [],
  });
});

test('names every problem at once', () => {
  const options = {
    script: 'none.ts',
    metrics: ['http_req_duration', 'http_reqs.count'],
    phases: [
      { name: 'a', untilMs: 10 },
      { name: 'a', untilMs: 10 },
    ],
  };
  const parse = () => engine.parse(options, folder);
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(
    /none\.ts does not exist[^]*"http_req_duration" is not understood[^]*not after 10 ms[^]*used twice/,
  );
});

test.each([
  [`import http from 'k6/http';`, 'a.ts', true],
  [`import { sleep } from "k6"`, 'a.js', true],
  [`const http = require('k6/http')`, 'a.js', true],
  [`import exec from 'k6/x/sql'`, 'a.js', true],
  [`import k6ish from 'k6ish'`, 'a.ts', false],
  [`import { test } from '@playwright/test'`, 'a.ts', false],
  [`import http from 'k6/http';`, 'a.md', false],
  [`import http from 'k6/http';`, 'a.mjs', true],
  [`import { uuidv4 } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js'`, 'a.js', true],
  [`export default function () { console.log(__VU); }`, 'a.js', true],
  [`export const options = { vus: 2 };\nexport default () => {};`, 'a.js', true],
  [`export default () => {};`, 'a.js', false],
  [`import express from 'express';\nexport default () => __ENV.A;`, 'a.js', false],
  [`export { default } from './flow.ts'`, 'a.k6.ts', true],
  [`export { default } from './flow.ts'`, 'a.ts', false],
])('%s in %s is accepted: %s', async (source, name, accepted) => {
  const file = join(folder, name);
  writeFileSync(file, source);
  expect((await engine.accepts?.(file)) !== undefined).toBe(accepted);
});

test('accepts a wrapper of a script beside it, and whatever the user names as its own', async () => {
  const [wrapper, digest] = ['wrapper.js', 'digest.js'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(
    join(folder, 'main.js'),
    "import http from 'k6/http';\nexport default () => http.get(__ENV.A);",
  );
  writeFileSync(wrapper, "export { default, options } from './main.js';");
  writeFileSync(digest, 'export default () => crypto.subtle;');
  expect(await engine.accepts?.(wrapper)).toMatchObject({ script: wrapper });
  expect(await engine.accepts?.(digest)).toBeUndefined();
  expect(await engine.accepts?.(digest, true)).toMatchObject({ script: digest });
});

test('declares metrics that it would understand, each once', () => {
  const understood = engine.metrics.filter((name) => parseMetricName(name) !== undefined);
  expect(understood).toEqual(engine.metrics.filter((name) => !/^(load|drift)\./.test(name)));
  expect(new Set(engine.metrics).size).toBe(engine.metrics.length);
});
