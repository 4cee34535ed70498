import type { Change } from '../mutant.ts';
import { accessChanges } from './access-changes.ts';
import { codeChanges } from './code-changes.ts';
import { sqlChanges } from './sql-changes.ts';
import { templateChanges } from './template-changes.ts';

/** What mutators of ours would change in a file: where Stryker sees only text, or nothing. */
export function ownChanges(file: string, text: string): readonly Change[] {
  return [sqlChanges, templateChanges, codeChanges, accessChanges].flatMap((changes) => changes(file, text));
}
