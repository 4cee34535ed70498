import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetSource } from '../../../kernel/target.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { mutated } from './mutant.ts';

/** A copy of the product that mutants are put into, one at a time. Its packages are the checkout's, above it. */
export class MutableCopy {
  readonly folder: string;
  #changed: { readonly file: string; readonly text: string } | undefined;

  /** Made anew: whatever a killed detection left in an older one is gone. */
  constructor(root: string, folder: string, { copied }: TargetSource) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  }

  /** The copy with this mutant and no other; without one, as the product is. */
  hold(mutant: Mutant | undefined): void {
    if (this.#changed !== undefined) writeFileSync(this.#changed.file, this.#changed.text);
    this.#changed = undefined;
    if (mutant === undefined) return;
    const file = join(this.folder, mutant.file);
    const text = readFileSync(file, 'utf8');
    this.#changed = { file, text };
    writeFileSync(file, mutated(text, mutant));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
