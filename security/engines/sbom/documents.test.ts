import { describe, expect, it } from 'vitest';
import { differences, parseLockfile } from '../../source/lockfile.ts';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import { FORMATS, mustSeeFaults, packagesIn, type Format } from './documents.ts';

const text = JSON.stringify(LOCKFILE);
const lock = parseLockfile('package-lock.json', text);
const made = { at: new Date('2026-11-30T12:00:00.123Z'), commit: 'a'.repeat(40) };
const written = (format: Format) =>
  JSON.parse(JSON.stringify(format.make(lock, made))) as Record<string, unknown>;

describe.each(FORMATS.map((format) => [format.title, format] as const))('%s', (_, format) => {
  it('is valid and holds each package of the lockfile as often as it is installed', () => {
    const document = written(format);
    expect(format.problems(document)).toEqual([]);
    expect(differences(packagesIn(text), format.packages(document))).toEqual([]);
    expect(format.packages(document).size).toBe(6);
    mustSeeFaults(format, document, packagesIn(text));
  });

  it('is made alike each time', () => {
    expect(written(format)).toEqual(written(format));
  });

  it('is refused with a field that nobody knows, or without one that must be there', () => {
    const document = written(format);
    expect(format.problems({ ...document, more: 1 })).not.toEqual([]);
    for (const key of [
      'bomFormat',
      'specVersion',
      'spdxVersion',
      'SPDXID',
      'creationInfo',
      'packages',
    ].filter((one) => one in document))
      expect(format.problems({ ...document, [key]: undefined }), key).not.toEqual([]);
  });

  it('counts for nothing where its faults are not seen', () => {
    const document = written(format);
    const blind = { ...format, problems: () => [] };
    expect(() => mustSeeFaults(blind, document, packagesIn(text))).toThrow(/is taken for whole/);
    const uncounted = { ...format, packages: () => packagesIn(text) };
    expect(() => mustSeeFaults(uncounted, document, packagesIn(text))).toThrow(/is taken for whole/);
  });
});

it('who needs whom is told in both', () => {
  const [cyclonedx, spdx] = FORMATS.map(written);
  expect(cyclonedx?.['dependencies']).toContainEqual({
    ref: 'node_modules/@scope/a',
    dependsOn: ['node_modules/@scope/a/node_modules/b'],
  });
  expect(spdx?.['relationships']).toContainEqual({
    spdxElementId: 'SPDXRef-node-95-modules.d',
    relationshipType: 'DEV_DEPENDENCY_OF',
    relatedSpdxElement: 'SPDXRef-Root',
  });
});

it('an SPDX document with an identifier twice, or a relationship to nothing, is refused', () => {
  const document = written(FORMATS[1] as Format);
  const packages = document['packages'] as object[];
  expect(FORMATS[1]?.problems({ ...document, packages: [...packages, packages[0]] }).join()).toMatch(/twice/);
  expect(FORMATS[1]?.problems({ ...document, packages: packages.slice(0, -1) }).join()).toMatch(/not there/);
});
