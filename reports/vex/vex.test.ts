import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { expect, it } from 'vitest';
import { buildModel } from '../model/model.ts';
import { manyFindings } from '../testing/many-findings.ts';
import { vexOf } from './vex.ts';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
const schema = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
const ajv = new Ajv({ strict: false, formats: { 'iri-reference': true, 'idn-email': true } });
formats.default.default(ajv);
for (const name of ['spdx', 'jsf-0.82'])
  ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
const validate = ajv.compile(schema('bom-1.6'));

it('is valid CycloneDX 1.6 that names each finding which a waiver lets through, why, and until when', () => {
  const model = buildModel(manyFindings(3, 2));
  const document = vexOf(model);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  const waived = model.suites
    .flatMap(({ findings }) => findings.rows)
    .filter(({ state }) => state === 'waived');
  const { vulnerabilities } = document as { vulnerabilities: readonly object[] };
  expect(waived).toHaveLength(2);
  expect(vulnerabilities).toMatchObject(
    waived.map(({ fingerprint }) => ({ 'bom-ref': fingerprint, cwes: [693] })),
  );
  expect(JSON.stringify(document)).toContain(
    'known Web team mends it (WEB-7); M. Osei allowed it from 2026-11-14 until',
  );
  expect(validate({ ...document, more: 1 })).toBe(false);
});

it('is none where no waiver lets a finding through', () => {
  expect(vexOf(buildModel(manyFindings(3, 0)))).toBeUndefined();
});
