import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesBelow } from '../../../evidence/entries.ts';
import { readRun, type ReadRun } from '../../../evidence/read-run.ts';
import { runFolderAt, type RunFolder } from '../../../evidence/store.ts';
import type { Mutant } from './mutants.ts';

type Spoil = (bytes: Buffer) => Buffer | undefined;

const SPOILS: readonly (readonly [said: string, Spoil])[] = [
  ['one bit', (bytes) => withOneBit(bytes)],
  ['cut in half', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))],
  ['emptied', () => Buffer.alloc(0)],
  ['taken away', () => undefined],
];

/** Each file of a sealed run changed on disk, by somebody who does not seal it again: in a copy below that folder, one at a time. */
export function tamperedOf(run: RunFolder, below: string): readonly Mutant[] {
  const copy = runFolderAt(join(below, run.id), run.id);
  cpSync(run.folder, copy.folder, { recursive: true });
  const files = entriesBelow(copy.folder).filter(({ wrong }) => wrong === undefined);
  return files.flatMap(({ path }) => {
    const file = join(copy.folder, path);
    const spoils = readFileSync(file).length > 1 ? SPOILS : SPOILS.slice(-1);
    return spoils.map(([said, spoil]): Mutant => ({
      operator: 'tampered',
      run: run.id,
      what: `${path}, ${said}`,
      made: () => readSpoilt(copy, file, spoil),
    }));
  });
}

function readSpoilt(copy: RunFolder, file: string, spoil: Spoil): ReadRun {
  const bytes = readFileSync(file);
  const spoilt = spoil(bytes);
  try {
    if (spoilt === undefined) rmSync(file);
    else writeFileSync(file, spoilt);
    return readRun(copy);
  } finally {
    writeFileSync(file, bytes);
  }
}

function withOneBit(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const middle = Math.floor(changed.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}
