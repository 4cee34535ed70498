import { compareFamily, type FamilyRule } from '../../load/comparison/compare-family.ts';
import type { ComparedRow, ComparedSuite } from '../../reports/load/comparison.ts';
import { LEAST_WINDOWS, type Baseline } from './baseline.ts';
import { differencesOfLoad, differencesOfPlace } from './differences.ts';
import { membersOf } from './members.ts';
import { sayRow } from './say-row.ts';
import { asSentence, type Said } from '../../kernel/sentence.ts';

/** The probability of a false alarm of a whole suite is at most 1 %; 5 %, or 0.1 percentage points of errors, matter. */
export const RULE: FamilyRule = { alpha: 0.01, minimumEffect: 0.05, minimumDifference: 0.001 };

/** A baseline, or why a suite has none. */
export type Choice = ChosenBaseline | { readonly none: Said };

/** A baseline, and how it came to be the one. */
export interface ChosenBaseline {
  readonly baseline: Baseline;
  readonly file: string;
  /** `own branch`, `main: this branch has none`, or `as asked`. */
  readonly chosen: string;
}

/**
 * Compares a suite of a run with its baseline. Another load is never compared; another machine, environment or target only with
 * `despitePlace`, and the result says so. Pure.
 */
export function compareSuite(
  { baseline, file, chosen }: ChosenBaseline,
  after: Baseline,
  despitePlace: boolean,
): ComparedSuite {
  const { run, branch, commit, date } = baseline;
  const made = {
    suite: after.suite,
    baseline: { run, branch, ...(commit !== undefined && { commit }), date, file, chosen },
  };
  const unknown = (said: Said): ComparedSuite => ({ ...made, ...undecided(said) });
  const load = differencesOfLoad(baseline, after);
  if (load.length > 0) return unknown(`another load: ${load.join('; ')}`);
  const place = differencesOfPlace(baseline, after);
  if (place.length > 0 && !despitePlace)
    return unknown({
      what: `another place: ${place.join('; ')}.`,
      fix: 'save a baseline here, or --despite-machine',
    });
  const windows = after.series.windows.length;
  if (windows < LEAST_WINDOWS)
    return unknown(`the run has ${windows} comparable windows; at least ${LEAST_WINDOWS} are needed`);
  const rows = rowsOf(baseline, after);
  return { ...made, ...decided(rows), despite: [...place], rows: [...rows] };
}

/** There is no telling, and this is why. */
export function undecided(
  said: Said,
): Pick<ComparedSuite, 'verdict' | 'reason' | 'fix' | 'despite' | 'rows'> {
  const { what, fix } = asSentence(said);
  return { verdict: 'unknown', reason: what, ...(fix !== undefined && { fix }), despite: [], rows: [] };
}

function rowsOf(before: Baseline, after: Baseline): readonly ComparedRow[] {
  const members = membersOf(before.series, after.series);
  return compareFamily(members, RULE).map((compared, at) => {
    const { measure, group, unit, effectIs, decides } = members[at] as (typeof members)[number];
    const { before: was, after: is, effect, p, ...rest } = compared;
    return {
      measure,
      group,
      unit,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      ...(effect !== undefined && { effect }),
      ...(p !== undefined && { p }),
      effectIs,
      decides,
      ...rest,
    };
  });
}

function decided(rows: readonly ComparedRow[]): Pick<ComparedSuite, 'verdict' | 'reason'> {
  const deciding = rows.filter(({ decides }) => decides);
  const worse = deciding.filter(({ verdict }) => verdict === 'worse');
  if (worse.length > 0) return { verdict: 'fail', reason: `worse: ${listed(worse.map(sayRow))}` };
  const unknown = deciding.filter(({ verdict }) => verdict === 'unknown');
  if (unknown.length === 0 && deciding.length > 0) return { verdict: 'pass' };
  const which = listed(unknown.map(({ measure, group }) => `${measure} of ${group}`));
  return { verdict: 'unknown', reason: `too little was measured of ${which}` };
}

const MOST_LISTED = 3;

function listed(all: readonly string[]): string {
  const rest = all.length - MOST_LISTED;
  return [...all.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
