import type { Change } from '../mutant.ts';
import { sqlChanges } from './sql-changes.ts';

/** What mutators of ours would change in a file: where Stryker sees only text. */
export function ownChanges(file: string, text: string): readonly Change[] {
  return sqlChanges(file, text);
}
