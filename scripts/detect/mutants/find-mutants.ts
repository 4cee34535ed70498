import { globSync, readFileSync } from 'node:fs';
import { extname, join, matchesGlob } from 'node:path';
import { ConfigError } from '../../../kernel/errors.ts';
import type { MutableSource } from '../../../kernel/target.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { mutantsOf } from './mutant.ts';
import { ownChanges } from './mutators/own-changes.ts';
import { strykerChanges } from './mutators/stryker-changes.ts';

/** The product's own files, relative to the checkout and sorted. */
export function productFiles(root: string, { files, except }: MutableSource): readonly string[] {
  return globSync([...files], { cwd: root })
    .filter((file) => !except.some((glob) => matchesGlob(file, glob)))
    .sort();
}

const CODE = new Set(['.ts', '.mts', '.js', '.mjs', '.cjs', '.cts', '.tsx', '.jsx']);

/** Every mutant of the product's files, in the order of files and places. Throws a ConfigError where there is none. */
export async function findMutants(root: string, source: MutableSource): Promise<readonly Mutant[]> {
  const found: Mutant[] = [];
  for (const file of productFiles(root, source)) {
    const text = readFileSync(join(root, file), 'utf8');
    const code = CODE.has(extname(file)) ? await strykerChanges(file, text) : [];
    found.push(...mutantsOf(file, text, code, false), ...mutantsOf(file, text, ownChanges(file, text), true));
  }
  if (found.length === 0)
    throw new ConfigError(`no mutant can be made: nothing is in ${source.files.join(', ')}`);
  return found;
}
