import { mannWhitney } from './mann-whitney.ts';
import { medianOf } from './median.ts';

/** When two runs differ: chance alone must be unlikely, and the difference must matter. */
export interface ComparisonRule {
  /** Two-sided probability below which chance is no explanation. */
  readonly alpha: number;
  /** Relative change of the median, 0.05 for 5 %: smaller ones are nobody's concern, however certain. */
  readonly minimumEffect: number;
  /** Which way is worse: latency `higher`, throughput `lower`. */
  readonly worse: 'higher' | 'lower';
}

export interface SeriesComparison {
  /** `unknown`: too few windows to say anything. */
  readonly verdict: 'worse' | 'better' | 'alike' | 'unknown';
  /** Relative change of the median from before to after; 0.1 for +10 %. */
  readonly effect: number;
  readonly p: number | undefined;
  readonly before: { readonly median: number; readonly windows: number };
  readonly after: { readonly median: number; readonly windows: number };
}

/**
 * Compares one measure of two runs, a value per window (such as p95 per 10 s) in time order. Kayenta's shape: a rank test says
 * whether they differ, a minimum effect says whether that matters; both are needed.
 */
export function compareSeries(
  before: readonly number[],
  after: readonly number[],
  rule: ComparisonRule,
): SeriesComparison {
  const medians = [medianOf(before), medianOf(after)] as const;
  const effect = medians[0] === 0 ? (medians[1] === 0 ? 0 : Infinity) : medians[1] / medians[0] - 1;
  const test = mannWhitney(before, after);
  return {
    verdict: verdictOf(test?.p, effect, rule),
    effect,
    p: test?.p,
    before: { median: medians[0], windows: before.length },
    after: { median: medians[1], windows: after.length },
  };
}

function verdictOf(p: number | undefined, effect: number, rule: ComparisonRule): SeriesComparison['verdict'] {
  if (p === undefined || Number.isNaN(effect)) return 'unknown';
  if (p >= rule.alpha || Math.abs(effect) < rule.minimumEffect) return 'alike';
  return effect > 0 === (rule.worse === 'higher') ? 'worse' : 'better';
}
