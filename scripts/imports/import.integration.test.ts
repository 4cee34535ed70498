import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import { harness } from '../acceptance/cli.ts';
import { newestRun } from '../acceptance/run-evidence.ts';

const COMMIT = '1a2b3c41a2b3c41a2b3c41a2b3c41a2b3c41a2b3';
const SECRET = 'hunter2hunter2hunter2';

let checkout: Checkout;
beforeAll(() => void (checkout = makeCheckout()));
afterAll(() => checkout.remove());

const junit = (inside: string) => {
  const at = new Date().toISOString();
  const text = `<testsuites><testsuite name="money" timestamp="${at}"><testcase classname="money" name="adds">${inside}</testcase></testsuite></testsuites>`;
  return checkout.stranger('unit.xml', text);
};
const imports = (file: string, ...more: string[]) =>
  harness(checkout, ['import', file, '--as', 'unit', '--commit', COMMIT, ...more], {
    env: { IMPORT_TOKEN: SECRET },
  });

it('a file becomes a sealed run that keeps it without secrets, and that judge and gate take', async () => {
  checkout.write(
    'fixtures/environments/importing/importing.environment.ts',
    readFileSync(join(checkout.root, 'fixtures/environments/local/local.environment.ts'), 'utf8')
      .replace("name: 'local'", "name: 'importing'")
      .replace('defineEnvironment({', "defineEnvironment({\n  secrets: [{ variable: 'IMPORT_TOKEN' }],"),
  );
  const file = junit(`<system-out>${SECRET}</system-out>`);
  const { code, said } = await imports(file, '--env', 'importing');
  expect(said).toMatch(/import\/unit/);
  expect(code, said).toBe(0);
  const run = newestRun(checkout);
  const kept = readFileSync(join(run.folder, 'import/import/unit/unit.xml'), 'utf8');
  expect(kept).toContain('<testcase classname="money" name="adds">');
  expect(kept).not.toContain(SECRET);
  expect(run.json('run.json')).toMatchObject({ imported: { as: 'unit', commit: COMMIT, format: 'junit' } });
  expect((await harness(checkout, ['evidence', 'verify', run.id])).code).toBe(0);
  expect((await harness(checkout, ['judge', run.id])).code).toBe(0);
  expect((await harness(checkout, ['gate', run.id])).said).toMatch(/pass\s+1 suite\s.*_HEAD_1a2b3c4_/);
});

it('a failure in it fails the run, and bad input leaves nothing behind', async () => {
  const failed = await imports(junit('<failure message="3 is not 4"/>'));
  expect(failed.code, failed.said).toBe(1);
  expect(failed.said).toContain('3 is not 4');
  const before = checkout.runs();
  const empty = await imports(checkout.stranger('empty.xml', ''));
  expect(empty.code).toBe(254);
  expect(empty.said).toMatch(/empty\.xml: it is empty\. Fix: /);
  expect(checkout.runs()).toEqual(before);
});
