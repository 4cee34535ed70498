import { extname, matchesGlob } from 'node:path';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Subject } from '../../source/subjects.ts';
import type { SemgrepOptions } from './options.ts';

/** Declarations alone hold no code. */
const SOURCE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Source too, and of no language that these rules are for. */
const OTHERS =
  /\.(?:eta|ejs|hbs|mustache|pug|html?|vue|svelte|astro|sql|sh|bash|py|rb|go|rs|java|kts?|php|cs|c|cc|cpp|h|hpp|swift|scala|lua|pl|ex|exs|tf)$/;

/** Files of a checkout, by what becomes of them. */
export interface Chosen {
  /** All that rules are for. */
  readonly present: readonly string[];
  /** Those of them that are looked at. */
  readonly wanted: readonly string[];
  /** Source that no rule is for. */
  readonly others: readonly string[];
}

/** What of a checkout is looked at. Throws where that is nothing, or nothing of one of the `folders`: who names it wants it looked at. */
export function chosenOf(
  { name, folder }: Subject,
  files: readonly string[],
  { folders, except }: Pick<SemgrepOptions, 'folders' | 'except'>,
): Chosen {
  const below = name === 'harness' ? folders : [];
  const isWithin = (file: string) => below.length === 0 || below.some((one) => file.startsWith(`${one}/`));
  const isWanted = (file: string) => except.every(({ files: left }) => !matchesGlob(file, left));
  const present = files.filter((file) => SOURCE.test(file) && isWithin(file));
  const wanted = present.filter(isWanted);
  const empty = below.filter((one) => !wanted.some((file) => file.startsWith(`${one}/`)));
  if (wanted.length === 0 || empty.length > 0)
    throw new SuiteError({
      what: `${empty.length > 0 ? empty.map((one) => `${folder}/${one}`).join(' and ') : folder} holds no TypeScript or JavaScript to look at.`,
      fix: 'let `source` name a checkout, and `folders` what is in it; or `except` fewer files.',
    });
  return {
    present,
    wanted,
    others: files.filter((file) => OTHERS.test(file) && isWithin(file) && isWanted(file)),
  };
}

export function sayOthers(others: readonly string[]): readonly string[] {
  const [first] = others;
  if (first === undefined) return [];
  const endings = [...new Set(others.map((file) => extname(file)))].sort();
  return [`no rule is for ${others.length} files (${endings.join(', ')}), such as ${first}`];
}
