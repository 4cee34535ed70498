import type { Change } from '../mutant.ts';

/** What a pattern finds in a text, and what to write instead; `instead` gives nothing for what is to be left. */
export interface Rule {
  readonly mutator: string;
  readonly pattern: RegExp;
  readonly instead: (found: RegExpExecArray) => readonly string[];
}

/** What rules would change in a text that stands `from` that place on in its file. */
export function changesBy(rules: readonly Rule[], text: string, from = 0): readonly Change[] {
  return rules.flatMap(({ mutator, pattern, instead }) =>
    [...text.matchAll(pattern)].flatMap((found) => {
      const start = from + found.index;
      return instead(found).map((replacement) => ({
        start,
        end: start + found[0].length,
        replacement,
        mutator,
      }));
    }),
  );
}

/** The text with what the pattern finds blanked out, as long as it was. */
export function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));
}

export const nothing = (): readonly string[] => [''];
export const always = (text: string) => (): readonly string[] => [text];
