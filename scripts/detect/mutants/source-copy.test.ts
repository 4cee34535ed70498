import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mutantsOf } from './mutant.ts';
import { MutableCopy } from './source-copy.ts';

let base: string;
const TEXT = 'const a = 1;\n';
const SOURCE = { copied: ['product'], files: ['product/*'], except: [] };

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'copy-'));
  mkdirSync(join(base, 'checkout/product'), { recursive: true });
  for (const name of ['a.ts', 'b.ts']) writeFileSync(join(base, 'checkout/product', name), TEXT);
});
afterEach(() => rmSync(base, { recursive: true }));

const copied = (name: string) => readFileSync(join(base, 'copy/product', name), 'utf8');
const open = () => new MutableCopy(join(base, 'checkout'), join(base, 'copy'), SOURCE);
const mutantOf = (file: string) =>
  mutantsOf(file, TEXT, [{ start: 10, end: 11, replacement: '2', mutator: 'M' }], false);
const [A, B] = [mutantOf('product/a.ts'), mutantOf('product/b.ts')];

it('holds the mutants that it was told last, and is as the product is after none', () => {
  const copy = open();
  copy.hold([...A, ...B]);
  expect([copied('a.ts'), copied('b.ts')]).toEqual(['const a = 2;\n', 'const a = 2;\n']);
  copy.hold(B);
  expect([copied('a.ts'), copied('b.ts')]).toEqual([TEXT, 'const a = 2;\n']);
  copy.hold([]);
  expect([copied('a.ts'), copied('b.ts')]).toEqual([TEXT, TEXT]);
});

it('never touches the checkout, and forgets what a killed one left', () => {
  open().hold(A);
  writeFileSync(join(base, 'copy/product/left.ts'), '');
  expect(readFileSync(join(base, 'checkout/product/a.ts'), 'utf8')).toBe(TEXT);
  open();
  expect(copied('a.ts')).toBe(TEXT);
  expect(() => copied('left.ts')).toThrow('ENOENT');
});
