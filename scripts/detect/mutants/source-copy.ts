import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MutableSource } from '../../../kernel/target.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { mutated } from './mutant.ts';

/** A copy of the product that mutants are put into. Its packages are the checkout's, above it. */
export class MutableCopy {
  readonly folder: string;
  #originals: readonly { readonly file: string; readonly text: string }[] = [];

  /** Made anew: whatever a killed detection left in an older one is gone. */
  constructor(root: string, folder: string, { copied }: MutableSource) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  }

  /** The copy with these mutants, each of another file, and no others; with none as the product is. */
  hold(mutants: readonly Mutant[]): void {
    for (const { file, text } of this.#originals) writeFileSync(file, text);
    this.#originals = mutants.map(({ file }) => {
      const path = join(this.folder, file);
      return { file: path, text: readFileSync(path, 'utf8') };
    });
    for (const [index, { file, text }] of this.#originals.entries()) {
      const mutant = mutants[index];
      if (mutant !== undefined) writeFileSync(file, mutated(text, mutant));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
