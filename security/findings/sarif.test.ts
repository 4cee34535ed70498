import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { expect, it } from 'vitest';
import { distinct, findingOfLocated, fingerprintOfLocated, type LocatedFinding } from './located-finding.ts';
import { checkOfFindings } from './record.ts';
import { sarifOf } from './sarif.ts';

const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(
    join(dirname(require.resolve('schemastore/package.json')), 'schemas/json/sarif-2.1.0.json'),
    'utf8',
  ),
) as object;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
formats.default.default(ajv);
const validate = ajv.compile(schema);

const found: LocatedFinding = {
  ...{ engine: 'gitleaks', rule: 'jwt', severity: 8, cwe: 798, title: 'A token.', fix: 'change it' },
  ...{ subject: 'source', path: 'a b/ü.ts', line: 7, mark: 'abcd' },
};
const tool = { name: 'gitleaks', version: '8.30.1', url: 'https://example.test' };

it('is valid SARIF 2.1.0, with relative paths, severity, CWE and fingerprint', () => {
  const log = sarifOf(tool, [
    found,
    { ...found, rule: 'x', severity: 3, aside: 'in commit 1', allowed: 'an example (me)' },
  ]);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const text = JSON.stringify(log);
  expect(text).toContain('"uri":"a%20b/%C3%BC.ts"');
  expect(text).toContain('"security-severity":"8.0"');
  expect(text).toContain('external/cwe/cwe-798');
  expect(text).toContain(fingerprintOfLocated(found));
  expect(text).toContain('"justification":"an example (me)"');
  expect(validate({ ...log, more: 1 })).toBe(false);
});

it('of nothing is valid too', () => {
  expect(validate(sarifOf(tool, []))).toBe(true);
});

it('a fingerprint stays when lines move, and is another one for another file, rule, checkout or code', () => {
  const own = fingerprintOfLocated(found);
  expect(fingerprintOfLocated({ ...found, line: 8, aside: 'x', severity: 5, title: 'y' })).toBe(own);
  const others = [
    { path: 'b.ts' },
    { rule: 'x' },
    { subject: 'harness' as const },
    { mark: 'x' },
    { engine: 'x' },
  ];
  for (const other of others) expect(fingerprintOfLocated({ ...found, ...other })).not.toBe(own);
  expect(distinct([found, { ...found, line: 9 }])).toEqual([found]);
  expect(findingOfLocated({ ...found, subject: 'harness' }).where).toBe('harness: a b/ü.ts:7');
});

it('a check fails for medium findings and worse, and names them for waivers', () => {
  const check = checkOfFindings('tree', [found, { ...found, mark: 'y', severity: 3.9 }], '2 files', [
    'SEC-05/tree',
  ]);
  expect(check).toMatchObject({ outcome: 'failed', findings: [fingerprintOfLocated(found)] });
  expect(checkOfFindings('tree', [{ ...found, severity: 3.9 }], '2 files', []).outcome).toBe('passed');
});
