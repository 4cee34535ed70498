import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { equivalentsFile, readEquivalents, refuseTooMany, reviewedIn } from './equivalents.ts';
import { findMutants } from './find-mutants.ts';
import { mutantsOf } from './mutant.ts';
import { ROOT } from '../../root.ts';

let root: string;
const TEXT = 'const a = 1;\n  const b = a;\nconst c = a;\n';
const mutants = mutantsOf(
  'a.ts',
  TEXT,
  [
    { start: 25, end: 26, replacement: '0', mutator: 'M' },
    { start: 38, end: 39, replacement: '0', mutator: 'M' },
  ],
  false,
);
const entry = {
  file: 'a.ts',
  line: 'const b = a;',
  original: 'a',
  replacement: '0',
  reason: 'b is used by nobody',
  reviewer: 'team-api',
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'equivalents-'));
  writeFileSync(join(root, 'a.ts'), TEXT);
});
afterEach(() => rmSync(root, { recursive: true }));

it('knows a mutant by the line in which it stands, and no other of the same change', () => {
  const found = reviewedIn({ root, target: 't', mutants, equivalents: [entry] });
  expect([...found]).toEqual([[mutants[0]?.id, 'b is used by nobody (team-api)']]);
});

it('names an entry that no mutant reads like any more', () => {
  const equivalents = [{ ...entry, line: 'const b = old;' }];
  expect(() => reviewedIn({ root, target: 't', mutants, equivalents })).toThrow(
    /no mutant of a\.ts reads "const b = old;".*Fix:/,
  );
});

it('refuses more than a tenth', () => {
  const sample = Array.from({ length: 20 }, (_, index) => ({
    ...entry,
    id: String(index),
    start: 0,
    mutator: 'M',
    own: false,
  }));
  const called = (many: number) => new Map(sample.slice(0, many).map(({ id }) => [id, 'why']));
  const ready = sample.map(({ id, file, start, original, replacement, mutator, own }) => ({
    id,
    file,
    start,
    line: 1,
    original,
    replacement,
    mutator,
    own,
  }));
  expect(() => refuseTooMany(ready, called(2), 't')).not.toThrow();
  expect(() => refuseTooMany(ready, called(3), 't')).toThrow(
    /3 of the 20 mutants are called equivalent; at most 10 %/,
  );
});

it('is none without a file, and an entry without a reviewer is refused', () => {
  expect(readEquivalents(root, 't')).toEqual([]);
  mkdirSync(join(root, 'fixtures/targets/t'), { recursive: true });
  writeFileSync(join(root, equivalentsFile('t')), JSON.stringify([{ ...entry, reviewer: undefined }]));
  expect(() => readEquivalents(root, 't')).toThrow(/reviewer/);
});

it('each entry of the reference target reads like a change that can be made', async () => {
  const equivalents = readEquivalents(ROOT, 'reference');
  const files = [...new Set(equivalents.map(({ file }) => file))];
  const found = files.length === 0 ? [] : await findMutants(ROOT, { files, except: [], copied: [] });
  expect(() => reviewedIn({ root: ROOT, target: 'reference', mutants: found, equivalents })).not.toThrow();
});
