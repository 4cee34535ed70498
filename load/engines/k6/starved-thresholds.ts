import type { Metric } from '../../../kernel/evidence.ts';
import { STARVED_EVENT, type Starved } from '../../../kernel/starved.ts';
import type { ResolvedThreshold } from '../../../kernel/suite.ts';
import { judgeThreshold } from '../../../kernel/threshold.ts';
import type { Assessment } from './assess.ts';
import { type LoadCheck, notJudged } from './load-check.ts';
import type { Measured } from './measure.ts';
import { type Plan, startsTarget } from './plan.ts';
import { parseMetricName, type Selector } from './samples/metric-name.ts';
import type { Tally } from './samples/tally.ts';
import { sayStarved, STARVED_FIX } from './watch/starvation.ts';
import type { Sentence } from '../../../kernel/sentence.ts';

/**
 * What is left of the checks where this machine had no CPU to spare: limits that break by that alone decide nothing. Those of the
 * suite itself are named to the judge. Where other limits of the suite are broken, these decide: then no problem is made of it.
 */
export function withoutStarved(
  plan: Plan,
  measured: Measured,
  checks: readonly LoadCheck[],
  metrics: readonly Metric[],
): Assessment {
  const because = sayStarved(measured.offer.starvation);
  if (because === undefined) return { checks, problems: [] };
  const { suite, recorder } = plan.run;
  const { offer, samples } = measured;
  const { failed, timedOut } = offer.track;
  const slowness = { failed, timedOut, isNear: startsTarget(plan.run) };
  const isSlowed = (one: MeasuredThreshold | undefined) =>
    one !== undefined && breaksBySlowness(one, slowness);
  const slowed = suite.thresholds.filter((one) => isSlowed(thresholdOfSuite(one, samples.total, metrics)));
  const named = { because, fix: STARVED_FIX, metrics: slowed.map(({ metric }) => metric) };
  recorder.event(STARVED_EVENT, named satisfies Starved);
  const open = checks.filter(
    (one) => one.check.outcome === 'failed' && isSlowed(thresholdOfCheck(one, samples.total)),
  );
  const left = {
    checks: checks.map((one) => (open.includes(one) ? notJudged(one, because) : one)),
    problems: open.map(({ check }) => sayOpen(check, because)),
  };
  const isBroken = (one: ResolvedThreshold) => judgeThreshold(one, metrics).verdict === 'fail';
  const decides = suite.thresholds.some((one) => !slowed.includes(one) && isBroken(one));
  return decides ? { ...left, problems: [] } : left;
}

function thresholdOfSuite(
  threshold: ResolvedThreshold,
  tally: Tally,
  metrics: readonly Metric[],
): MeasuredThreshold {
  const { samples = 0 } = metrics.find(({ name }) => name === threshold.metric) ?? {};
  const selector = parseMetricName(threshold.metric)?.selector;
  return { ...threshold, samples, least: selector && leastOf(selector, tally) };
}

function sayOpen({ id, detail = '' }: LoadCheck['check'], because: string): Sentence {
  return { what: `not judged: ${id} did not hold (${detail}), while ${because}.`, fix: `${STARVED_FIX}.` };
}

function thresholdOfCheck(one: LoadCheck, tally: Tally): MeasuredThreshold | undefined {
  if (one.says !== 'threshold') return undefined;
  const { selector, stat, op, limit } = one.threshold;
  return { ...measuredBy(selector, stat, tally), op, limit };
}

function measuredBy(selector: Selector, stat: string, tally: Tally) {
  const { unit = '', samples = 0 } = tally.stat(selector, stat) ?? {};
  return { metric: selector.metric, unit, samples, least: leastOf(selector, tally) };
}

function leastOf(selector: Selector, tally: Tally): number | undefined {
  return tally.stat(selector, 'min')?.value;
}

/** A threshold, whoever sets it: the suite, the script, the environment. */
export interface MeasuredThreshold {
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
/** Gauges that rise when the target has to wait for its turn, and what rises with them. */
const WAITS =
  /^(?:target\.[^.]+\.(?:queue_depth|queue_active|pool_waiting)\b|drift\.(?:latency_p95|[^.]+\.queue_depth)\.)/;
const OF_TARGET = /^(?:target\.|drift\.(?!latency))/;

/**
 * True for a limit that a machine without CPU may break by itself: it makes everything later and fewer a second, never more wrong.
 * Of errors it makes those that got no answer in time; a limit that all others break by themselves is broken. So is one that even
 * the fastest of many broke, for that one had a core when it needed it.
 */
export function breaksBySlowness(one: MeasuredThreshold, slowness: Slowness): boolean {
  if (OF_TARGET.test(one.metric) && !slowness.isNear) return false;
  if (one.op.startsWith('>')) return one.unit === '1/s';
  if (!one.op.startsWith('<')) return false;
  if (ERRORS.test(one.metric)) return areTimeOuts(one, slowness);
  return TIMES.includes(one.unit) ? !isSlowAlways(one) : WAITS.test(one.metric);
}

function areTimeOuts({ limit, samples }: MeasuredThreshold, { failed, timedOut }: Failures): boolean {
  return timedOut > 0 && (failed - timedOut) / Math.max(1, samples) < limit;
}

function isSlowAlways({ limit, samples, least }: MeasuredThreshold): boolean {
  return samples >= MANY && least !== undefined && least >= limit;
}
