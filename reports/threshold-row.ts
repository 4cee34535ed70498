import { metricsOf } from '../kernel/judge.ts';
import { judgeThreshold, provesOf, sayThreshold, type JudgedThreshold } from '../kernel/threshold.ts';
import type { Evidence } from '../kernel/evidence.ts';
import type { ResolvedSuite, ResolvedThreshold } from '../kernel/suite.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { sayApart, sayNumber, sayValue } from './format.ts';

/** A limit and what was measured, in words and as a bar. */
export interface ThresholdRow {
  /** What a reason about this threshold says in `what`. */
  readonly key: string;
  readonly metric: string;
  readonly verdict: Verdict;
  /** `412 ms`, or `not measured`. */
  readonly value: string;
  /** `≤ 300 ms`. */
  readonly limit: string;
  /** `412 ms > 300 ms`: value and limit with the sign that holds between them. */
  readonly relation: string;
  readonly samples: number;
  readonly minSamples: number;
  /** The requirements that it speaks for. */
  readonly proves: readonly string[];
  /** Where value and limit lie on a bar from 0 to 1; no bar without a value. */
  readonly bar?: { readonly value: number; readonly limit: number };
}

const SIGN = { '<': '<', '<=': '≤', '==': '=', '>=': '≥', '>': '>' } as const;
const BROKEN = { '<': '≥', '<=': '>', '==': '≠', '>=': '<', '>': '≤' } as const;

/**
 * All limits of a suite. Without evidence each is unknown, and said so; so is each of a suite that did not complete, whatever
 * was measured: the judge does not look at them either.
 */
export function thresholdRows(suite: ResolvedSuite, evidence: Evidence | undefined): readonly ThresholdRow[] {
  const metrics = evidence === undefined ? [] : metricsOf(evidence);
  const rows = suite.thresholds.map((threshold) => rowOf(judgeThreshold(threshold, metrics), suite));
  return evidence === undefined || evidence.ending === 'completed' ? rows : rows.map(unjudged);
}

function unjudged(row: ThresholdRow): ThresholdRow {
  const isMeasured = row.bar !== undefined;
  return {
    ...row,
    verdict: 'unknown',
    relation: isMeasured ? `${row.value}, not judged: the suite did not complete` : row.value,
  };
}

function rowOf(
  { threshold, verdict, observed, samples }: JudgedThreshold,
  suite: ResolvedSuite,
): ThresholdRow {
  const { metric, op, limit, unit, minSamples } = threshold;
  const value = observed === undefined ? 'not measured' : sayApart(observed, limit, unit);
  const sign = verdict === 'fail' ? BROKEN[op] : SIGN[op];
  const shown = sayValue(limit, unit);
  return {
    key: sayThreshold(threshold),
    metric,
    verdict,
    value,
    limit: `${SIGN[op]} ${shown}`,
    relation:
      verdict === 'unknown' ? tooFew(value, samples, threshold) : `${brief(value, unit)} ${sign} ${shown}`,
    samples,
    minSamples,
    proves: provesOf(threshold, suite),
    ...(observed !== undefined && { bar: barOf(observed, limit) }),
  };
}

/** A long unit is said once, after the limit: `170 ≥ 120 requests/s`. */
function brief(value: string, unit: string): string {
  return unit.length > 4 && unit !== 'ratio' && unit !== 'bytes' ? (value.split(' ')[0] ?? value) : value;
}

function tooFew(value: string, samples: number, { minSamples }: ResolvedThreshold): string {
  return samples === 0
    ? value
    : `${value} from ${sayNumber(samples)} samples, ${sayNumber(minSamples)} needed`;
}

function barOf(value: number, limit: number): { readonly value: number; readonly limit: number } {
  const full = Math.max(Math.abs(limit) * 1.5, Math.abs(value) * 1.06, Number.MIN_VALUE);
  return { value: Math.max(0, value) / full, limit: Math.max(0, limit) / full };
}
