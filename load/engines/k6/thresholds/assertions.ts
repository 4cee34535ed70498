import type { Environment } from '../../../../kernel/environment.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { CheckCount } from '../samples/check-counts.ts';
import type { Thrown } from '../process/k6-log.ts';
import type { Tally } from '../samples/tally.ts';

/**
 * How the script's `check()` and `fail()` count. `every`: one failure fails the check. `any`: thresholds say how much failure is
 * allowed, so only a check that never passed fails. `none`: they are metrics only.
 */
export type Tolerance = 'every' | 'any' | 'none';

/**
 * A stranger's script with thresholds lets only those decide, as k6 does; without thresholds its checks are all it asserts. A
 * defined suite's thresholds set the tolerance, yet a check that never once passed shows something broken.
 */
export function toleranceOf(adHoc: boolean, thresholds: number): Tolerance {
  if (thresholds === 0) return 'every';
  return adHoc ? 'none' : 'any';
}

/** `answers @PER-01` proves PER-01. */
function requirementsIn(name: string): string[] {
  return [...name.matchAll(/@([A-Z]{3}-\d{2})\b/g)].map(([, id = '']) => id);
}

/** A check by name of `check()`. */
export function namedChecks(counts: readonly CheckCount[], tolerance: Tolerance): readonly CheckInput[] {
  if (tolerance === 'none') return [];
  return counts.map(({ name, passed, total }) => {
    const holds = tolerance === 'every' ? passed === total : passed > 0;
    const detail = `passed ${passed} of ${total}`;
    const outcome = holds ? 'passed' : 'failed';
    return { id: `check › ${name}`, outcome, durationMs: 0, detail, proves: requirementsIn(name) };
  });
}

/** `fail()` is the script's own verdict on an iteration. */
export function deliberateFailures(thrown: readonly Thrown[], tolerance: Tolerance): readonly CheckInput[] {
  const failures = thrown.filter((one) => one.deliberate);
  if (tolerance !== 'every' || failures.length === 0) return [];
  const detail = failures.map((one) => `${one.sentence}, ${one.count} times`).join('; ');
  return [{ id: 'no iteration calls fail()', outcome: 'failed', durationMs: 0, detail }];
}

const ERRORS_BELOW = 0.01;
const P95_BELOW_MS = 500;

export interface DefaultLimits {
  readonly checks: readonly CheckInput[];
  /** For the report: the script had nothing of its own to say. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The environment's limits, for a script that asserts nothing. Empty where nothing was measured. */
export function defaultLimits(environment: Environment, tally: Tally): DefaultLimits {
  const { thresholds } = environment;
  const errors = thresholds['errors.rate'] ?? ERRORS_BELOW;
  const p95 = thresholds['api.p95'] ?? thresholds['default.p95'] ?? P95_BELOW_MS;
  const rate = tally.stat({ metric: 'http_req_failed', tags: [] }, 'rate');
  const duration = tally.stat({ metric: 'http_req_duration', tags: [] }, 'p95');
  const checks = [
    ...limit('http_req_failed.rate', rate?.value, errors, 'ratio'),
    ...limit('http_req_duration.p95', duration?.value, p95, 'ms'),
  ];
  const reason = 'the script has no threshold and no check of its own';
  return { checks, detail: { reason, 'http_req_failed.rate': errors, 'http_req_duration.p95': p95 } };
}

function limit(metric: string, value: number | undefined, below: number, unit: string): CheckInput[] {
  if (value === undefined) return [];
  const detail = `${Number(value.toPrecision(6))} ${unit}, less than ${below} ${unit} wanted`;
  const outcome = value < below ? 'passed' : 'failed';
  return [{ id: `default limit › ${metric} < ${below} ${unit}`, outcome, durationMs: 0, detail }];
}
