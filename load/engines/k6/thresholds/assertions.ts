import type { Environment } from '../../../../kernel/environment.ts';
import { referencesIn } from '../../../../kernel/reference.ts';
import { assessed, type ThresholdCheck, type LoadCheck } from '../load-check.ts';
import type { CheckCount } from '../samples/check-counts.ts';
import type { Exceptions } from '../process/exceptions.ts';
import type { Value } from '../samples/stat.ts';
import type { Tally } from '../samples/tally.ts';
import { tooFewSamples } from './samples-needed.ts';
import { USUAL_ERRORS, USUAL_P95_MS } from './usual-limits.ts';
import type { Said } from '../../../../kernel/sentence.ts';

/**
 * How the script's `check()` and `fail()` count. `every`: one failure fails the check. `any`: thresholds say how much failure is
 * allowed, so only a check that never passed fails, and a scenario that always called `fail()`. `none`: checks are metrics only.
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

/** A check by name of `check()`. */
export function namedChecks(counts: readonly CheckCount[], tolerance: Tolerance): readonly LoadCheck[] {
  if (tolerance === 'none') return [];
  return counts.map(({ name, passed, total }) => {
    const holds = tolerance === 'every' ? passed === total : passed > 0;
    const detail = `passed ${passed} of ${total}`;
    const outcome = holds ? 'passed' : 'failed';
    const check = { outcome, durationMs: 0, detail, proves: referencesIn([name]) } as const;
    return { says: 'assertion', check: { id: `check › ${name}`, ...check } };
  });
}

/** k6 does not log what the last iteration of each user threw, when the load ends while it waits for `minIterationDuration`. */
const ALWAYS = 0.95;

/**
 * `fail()` is the script's own verdict on an iteration. Where thresholds say how much failure is allowed they do so of iterations
 * that go on to their end: none of a scenario that always gives up.
 */
export function deliberateFailures(
  givenUp: Exceptions,
  tolerance: Tolerance,
  iterations: ReadonlyMap<string, number>,
): readonly LoadCheck[] {
  const thrown = [...givenUp.kinds.values()].map(({ sentence, count }) => `${sentence}, ${count} times`);
  if (thrown.length === 0) return [];
  if (tolerance === 'every') return [failed('no iteration calls fail()', thrown.join('; '))];
  return [...givenUp.byScenario].flatMap(([scenario, count]) => {
    const ended = iterations.get(scenario) ?? 0;
    if (count < ALWAYS * ended) return [];
    const detail = `${count} of ${ended} iterations called it: ${thrown.join('; ')}`;
    return [failed(`scenario ${scenario} does not always call fail()`, detail)];
  });
}

function failed(id: string, detail: string): LoadCheck {
  return { says: 'assertion', check: { id, outcome: 'failed', durationMs: 0, detail } };
}

export interface DefaultThresholds {
  readonly checks: readonly LoadCheck[];
  /** A sentence for each limit that too little was measured for. */
  readonly problems: readonly Said[];
  /** For the report: the script had nothing of its own to say. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The environment's limits, for a script that asserts nothing. Empty where nothing was measured. */
export function defaultThresholds(environment: Environment, tally: Tally): DefaultThresholds {
  const { thresholds } = environment;
  const errors = thresholds['errors.rate'] ?? USUAL_ERRORS;
  const p95 = thresholds['api.p95'] ?? thresholds['default.p95'] ?? USUAL_P95_MS;
  const rate = tally.stat({ metric: 'http_req_failed', tags: [] }, 'rate');
  const duration = tally.stat({ metric: 'http_req_duration', tags: [] }, 'p95');
  const judged = [
    limit('http_req_failed', 'rate', rate, errors),
    limit('http_req_duration', 'p95', duration, p95),
  ].filter((one) => one !== undefined);
  const reason = 'the script has no threshold and no check of its own';
  return {
    ...assessed(judged),
    detail: { reason, 'http_req_failed.rate': errors, 'http_req_duration.p95': p95 },
  };
}

function limit(
  metric: string,
  stat: string,
  measured: Value | undefined,
  below: number,
): ThresholdCheck | undefined {
  if (measured === undefined) return undefined;
  const { value, unit, samples } = measured;
  const id = `default limit › ${metric}.${stat} < ${below} ${unit}`;
  const detail = `${Number(value.toPrecision(6))} ${unit}, less than ${below} ${unit} wanted`;
  const outcome = value < below ? 'passed' : 'failed';
  const open = tooFewSamples(id, stat, samples);
  if (open !== undefined) return { open };
  const checked = { selector: { metric, tags: [] }, stat, op: '<', limit: below };
  return { judged: { says: 'threshold', threshold: checked, check: { id, outcome, durationMs: 0, detail } } };
}
