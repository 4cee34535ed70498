import type { Evidence } from './evidence.ts';
import { kindOf } from './suite.ts';

/** What takes the place of kind and engine of evidence that was made elsewhere. No engine may call itself so. */
export const IMPORT = 'import';

/** Whether `./harness import` recorded it, and no suite that ran. */
export function isImported({ suite, engine }: Pick<Evidence, 'suite' | 'engine'>): boolean {
  return engine.name === IMPORT && kindOf(suite.name) === IMPORT;
}
