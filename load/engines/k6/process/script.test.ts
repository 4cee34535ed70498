import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customTypes } from '../samples/metric-kinds.ts';
import { prepareScript } from './script.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-prepare-'));
  const files = {
    'lib/other.ts': `import { Counter } from 'k6/metrics'; export const seen = new Counter('seen');`,
    'data.json': '{}',
    'node_modules/tiny/index.js': 'export default 1;',
    'node_modules/tiny/package.json': '{"name":"tiny","type":"module","main":"index.js"}',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function prepared(source: string) {
  const file = join(folder, 'script.k6.ts');
  writeFileSync(file, source);
  return prepareScript(file);
}

test.each([
  [`import http from 'k6/http';`, false],
  [`import sql from 'k6/x/sql'; console.log(sql);`, false],
  [`import { x } from 'https://jslib.k6.io/x/1.0.0/index.js'; console.log(x);`, false],
  [`import { seen } from './lib/other.ts'; seen.add(1);`, false],
  [`import { seen } from './lib/other'; seen.add(1);`, true],
  [`import { seen } from './lib/other.js'; seen.add(1);`, true],
  [`import data from './data.json'; console.log(data);`, false],
  [`import tiny from 'tiny'; console.log(tiny);`, true],
])('%s may need a bundle: %s', async (source, bundled) => {
  const script = await prepared(source);
  expect(script.problem).toBeUndefined();
  expect(script.bundle !== undefined).toBe(bundled);
});

test('finds the metrics of what a script imports', async () => {
  const { source } = await prepared(
    `import { seen } from './lib/other.ts'; export default () => seen.add(1);`,
  );
  expect(customTypes(source).get('seen')).toEqual({ kind: 'counter', unit: 'count' });
});

test('leaves a script that cannot be bundled to k6, with the reason', async () => {
  const script = await prepared(`import x from 'no-such-package'; x();`);
  expect(script).toMatchObject({
    bundle: undefined,
    problem: expect.stringContaining('no-such-package') as string,
  });
});
