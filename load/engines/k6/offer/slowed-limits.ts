import type { CheckInput } from '../../../../kernel/recorder.ts';

/** A limit, whoever sets it: the suite, the script, the environment. */
export interface Limit {
  /** `http_req_duration{service:api}.p95`. */
  readonly metric: string;
  readonly op: string;
  readonly unit: string;
  readonly limit: number;
  /** What it was measured from. */
  readonly samples: number;
  /** The smallest of these, where it is known. */
  readonly least?: number | undefined;
}

/** What is known of failed requests. */
export interface Failures {
  readonly failed: number;
  /** Those that got no answer in time. */
  readonly timedOut: number;
}

export interface Slowness extends Failures {
  /** The target runs on this machine: it is slowed too. */
  readonly isNear: boolean;
}

const TIMES = ['ms', 's'];
const MANY = 10;
const ERRORS = /(?:^|\.)http_req_failed\b/;
/** Readings that rise when the target has to wait for its turn, and what rises with them. */
const WAITS =
  /^(?:target\.[^.]+\.(?:queue_depth|queue_active|pool_waiting)\b|drift\.(?:latency_p95|[^.]+\.queue_depth)\.)/;
const OF_TARGET = /^(?:target\.|drift\.(?!latency))/;

/**
 * True for a limit that a machine without CPU may break by itself: it makes everything later and fewer a second, never more wrong.
 * Of errors it makes those that got no answer in time; a limit that all others break by themselves is broken. So is one that even
 * the fastest of many broke, for that one had a core when it needed it.
 */
export function breaksBySlowness(one: Limit, slowness: Slowness): boolean {
  if (OF_TARGET.test(one.metric) && !slowness.isNear) return false;
  if (one.op.startsWith('>')) return one.unit === '1/s';
  if (!one.op.startsWith('<')) return false;
  if (ERRORS.test(one.metric)) return areTimeOuts(one, slowness);
  return TIMES.includes(one.unit) ? !isSlowAlways(one) : WAITS.test(one.metric);
}

function areTimeOuts({ limit, samples }: Limit, { failed, timedOut }: Failures): boolean {
  return timedOut > 0 && (failed - timedOut) / Math.max(1, samples) < limit;
}

function isSlowAlways({ limit, samples, least }: Limit): boolean {
  return samples >= MANY && least !== undefined && least >= limit;
}

/** The checks without those limits of which nothing can be told, and a sentence for each of these. */
export function withoutSlowed(
  checks: readonly CheckInput[],
  isSlowed: (check: CheckInput) => boolean,
  because: string,
  fix: string,
): { readonly checks: readonly CheckInput[]; readonly problems: readonly string[] } {
  const slowed = checks.filter((check) => check.outcome === 'failed' && isSlowed(check));
  return {
    checks: checks.map((check) =>
      slowed.includes(check)
        ? {
            ...check,
            outcome: 'skipped',
            detail: `not judged, for ${because} (it failed: ${check.detail ?? ''})`,
          }
        : check,
    ),
    problems: slowed.map(
      ({ id, detail }) => `not judged: ${id} did not hold (${detail ?? ''}), while ${because}. Fix: ${fix}.`,
    ),
  };
}
