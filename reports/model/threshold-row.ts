import { metricsOf } from '../../kernel/judge.ts';
import {
  judgeThreshold,
  provesOf,
  sayJudged,
  sayWaived,
  type JudgedThreshold,
} from '../../kernel/threshold.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import type { ResolvedSuite, ResolvedThreshold } from '../../kernel/suite.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { sayApart, sayNumber, sayValue } from '../format.ts';

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
  /** The numbers of the words above; `value` where something was measured. */
  readonly measured: Pick<ResolvedThreshold, 'op' | 'limit' | 'unit'> & { readonly value?: number };
  readonly minSamples: number;
  /** The requirements that it speaks for. */
  readonly proves: readonly string[];
  /** Where value and limit lie on a bar from 0 to 1; no bar without a value. */
  readonly bar?: { readonly value: number; readonly limit: number };
}

const SIGN = { '<': '<', '<=': '≤', '==': '=', '>=': '≥', '>': '>' } as const;
const BROKEN = { '<': '≥', '<=': '>', '==': '≠', '>=': '<', '>': '≤' } as const;

/**
 * All limits of a suite, as they were judged. Where they were not, for want of evidence or because the suite did not complete,
 * each is unknown, whatever was measured.
 */
export function thresholdRows(
  suite: ResolvedSuite,
  evidence: Evidence | undefined,
  judged: readonly JudgedThreshold[] | undefined,
): readonly ThresholdRow[] {
  if (judged !== undefined && evidence?.ending === 'completed')
    return judged.map((limit) => rowOf(limit, suite));
  const metrics = evidence === undefined ? [] : metricsOf(evidence);
  const rows = suite.thresholds.map((threshold) => rowOf(judgeThreshold(threshold, metrics), suite));
  return evidence === undefined ? rows : rows.map(unjudged);
}

function unjudged(row: ThresholdRow): ThresholdRow {
  const isMeasured = row.bar !== undefined;
  return {
    ...row,
    verdict: 'unknown',
    relation: isMeasured ? `${row.value}, not judged: the suite did not complete` : row.value,
  };
}

function rowOf(judged: JudgedThreshold, suite: ResolvedSuite): ThresholdRow {
  const { threshold, verdict, observed, samples, starved } = judged;
  const { metric, op, limit, unit, minSamples } = threshold;
  const value = observed === undefined ? 'not measured' : sayApart(observed, limit, unit);
  const sign = verdict === 'fail' || starved !== undefined ? BROKEN[op] : SIGN[op];
  const shown = sayValue(limit, unit);
  return {
    key: sayJudged(judged),
    metric,
    verdict,
    value: `${value}${sayWaived(judged)}`,
    limit: `${SIGN[op]} ${shown}`,
    relation:
      verdict === 'unknown' && starved === undefined
        ? tooFew(value, samples, threshold)
        : `${brief(value, unit)} ${sign} ${shown}${starved === undefined ? sayWaived(judged) : ` while ${starved.because}`}`,
    samples,
    measured: { op, limit, unit, ...(observed !== undefined && { value: observed }) },
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
