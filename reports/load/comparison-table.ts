import type { ComparedRow, ComparedSuite, Comparison } from './comparison.ts';
import { sayDay, sayNumber, sayTime, sayValue } from '../format.ts';
import { say } from '../../kernel/sentence.ts';

export interface ComparisonRow {
  readonly measure: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly p: string;
  readonly verdict: ComparedRow['verdict'];
  readonly decides: boolean;
}

export interface ComparisonTable {
  /** With what it was compared, or why it was not. */
  readonly said: string;
  readonly verdict: ComparedSuite['verdict'];
  /** What differs between the two runs, although they were compared. */
  readonly despite: readonly string[];
  /** What got worse first; then what decides. */
  readonly rows: readonly ComparisonRow[];
  /** What a row must show to count. */
  readonly rule: string;
}

/** How a suite compares with its baseline. Undefined when nothing was compared at all. */
export function comparisonOf(comparison: Comparison | undefined, suite: string): ComparisonTable | undefined {
  const own = comparison?.suites.find((one) => one.suite === suite);
  if (own === undefined || comparison === undefined) return undefined;
  return {
    said: sayBaseline(own),
    verdict: own.verdict,
    despite: own.despite,
    rows: own.rows.toSorted((a, b) => rankOf(a) - rankOf(b)).map(rowOf),
    rule: sayRule(comparison.rule),
  };
}

function sayBaseline({ baseline, ...compared }: ComparedSuite): string {
  const reason = sayReason(compared);
  if (baseline === undefined) return `Not compared: ${reason ?? 'there is no baseline'}`;
  const { branch, commit, date, chosen, run } = baseline;
  const of = commit === undefined ? '' : ` at ${commit.slice(0, 10)}`;
  const text = `Against ${branch}${of}, ${sayTime(date)} (${chosen}; run ${run})`;
  return reason === undefined ? text : `${text}. ${reason}`;
}

const ORDER: readonly ComparedRow['verdict'][] = ['worse', 'unknown', 'better', 'alike'];

function rankOf({ verdict, decides }: ComparedRow): number {
  return ORDER.indexOf(verdict) + (decides ? 0 : ORDER.length);
}

function rowOf({
  measure,
  group,
  unit,
  before,
  after,
  effect,
  effectIs,
  p,
  verdict,
  decides,
}: ComparedRow): ComparisonRow {
  const say = (value: number | undefined) =>
    value === undefined ? 'not known' : sayValue(value, unit === 'share' ? 'ratio' : unit);
  return {
    measure: group === 'target' ? measure : `${measure}, ${group === 'all' ? 'all requests' : group}`,
    before: say(before),
    after: say(after),
    change: effect === undefined ? 'not known' : sayEffect(effect, effectIs, unit),
    p: p === undefined ? '–' : sayP(p),
    verdict,
    decides,
  };
}

/** `+12 %`; of a share, in percentage points. */
function sayEffect(effect: number, is: ComparedRow['effectIs'], unit: string): string {
  const sign = effect > 0 ? '+' : effect < 0 ? '−' : '';
  const size = Math.abs(effect);
  if (is === 'relative') return `${sign}${sayNumber(size * 100, 2)} %`;
  return `${sign}${unit === 'share' ? `${sayNumber(size * 100, 2)} points` : sayValue(size, unit)}`;
}

function sayP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function sayRule({ alpha, minimumEffect, minimumDifference }: Comparison['rule']): string {
  return `A row counts as worse or better when it changed by at least ${sayValue(minimumEffect, 'ratio')} (shares by ${sayNumber(minimumDifference * 100)} points) and chance would do that with a probability of at most ${sayValue(alpha, 'ratio')} over all rows that decide.`;
}

function sayReason({ reason, fix }: Pick<ComparedSuite, 'reason' | 'fix'>): string | undefined {
  return reason === undefined ? undefined : say({ what: reason, fix });
}

/** One line for a summary: `load/stress: worse than main of 20 Nov: p95, all requests +12 %`. */
export function comparisonLine({ suite, baseline, verdict, rows, ...compared }: ComparedSuite): string {
  const reason = sayReason(compared);
  if (baseline === undefined) return `${suite}: not compared: ${reason ?? 'there is no baseline'}`;
  const than = `${baseline.branch} of ${sayDay(baseline.date)}`;
  const worse = rows.filter((row) => row.decides && row.verdict === 'worse').map(rowOf);
  const named = worse.slice(0, 3).map(({ measure, change }) => `${measure} ${change}`);
  if (verdict === 'fail') return `${suite}: worse than ${than}: ${named.join('; ')}`;
  return verdict === 'pass'
    ? `${suite}: not worse than ${than}`
    : `${suite}: compared with ${than} without an answer${reason === undefined ? '' : `: ${reason}`}`;
}
