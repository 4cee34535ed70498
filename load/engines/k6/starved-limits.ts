import type { Metric } from '../../../kernel/evidence.ts';
import type { CheckInput } from '../../../kernel/recorder.ts';
import { STARVED_EVENT, type Starved } from '../../../kernel/starved.ts';
import type { ResolvedThreshold } from '../../../kernel/suite.ts';
import { judgeThreshold } from '../../../kernel/threshold.ts';
import type { Assessment } from './assess.ts';
import type { Measured } from './measure.ts';
import { breaksBySlowness, type Limit, withoutSlowed } from './offer/slowed-limits.ts';
import { sayStarved, STARVED_FIX } from './offer/starvation.ts';
import { type Plan, startsTarget } from './plan.ts';
import { parseMetricName, type Selector } from './samples/metric-name.ts';
import type { Tally } from './samples/tally.ts';

/**
 * What is left of the checks where this machine had no CPU to spare: limits that break by that alone decide nothing. Those of the
 * suite itself are named to the judge. Where other limits of the suite are broken, these decide: then no problem is made of it.
 */
export function withoutStarved(
  plan: Plan,
  measured: Measured,
  checks: readonly CheckInput[],
  metrics: readonly Metric[],
): Assessment {
  const because = sayStarved(measured.offer.starvation);
  if (because === undefined) return { checks, problems: [] };
  const { suite, recorder } = plan.run;
  const { offer, samples } = measured;
  const { failed, timedOut } = offer.track;
  const slowness = { failed, timedOut, isNear: startsTarget(plan.run) };
  const isSlowed = (limit: Limit | undefined) => limit !== undefined && breaksBySlowness(limit, slowness);
  const slowed = suite.thresholds.filter((one) => isSlowed(limitOfSuite(one, samples.total, metrics)));
  const named = { because, fix: STARVED_FIX, metrics: slowed.map(({ metric }) => metric) };
  recorder.event(STARVED_EVENT, named satisfies Starved);
  const isSlowedCheck = ({ id }: CheckInput) => isSlowed(limitOfCheck(id, plan, samples.total));
  const left = withoutSlowed(checks, isSlowedCheck, because, STARVED_FIX);
  const isBroken = (one: ResolvedThreshold) => judgeThreshold(one, metrics).verdict === 'fail';
  const decides = suite.thresholds.some((one) => !slowed.includes(one) && isBroken(one));
  return decides ? { ...left, problems: [] } : left;
}

function limitOfSuite(threshold: ResolvedThreshold, tally: Tally, metrics: readonly Metric[]): Limit {
  const { samples = 0 } = metrics.find(({ name }) => name === threshold.metric) ?? {};
  const selector = parseMetricName(threshold.metric)?.selector;
  return { ...threshold, samples, least: selector && leastOf(selector, tally) };
}

/** The limit that is a check of that id, if it is one: the script's own, or the environment's for a script without any. */
function limitOfCheck(id: string, { scriptThresholds }: Plan, tally: Tally): Limit | undefined {
  const own = scriptThresholds.find((one) => one.id === id);
  if (own !== undefined) {
    const { stat, operator: op, limit } = own.expression;
    return { ...measuredBy(own.selector, stat, tally), op, limit };
  }
  const [, metric, stat, limit] = DEFAULT_LIMIT.exec(id) ?? [];
  if (metric === undefined || stat === undefined) return undefined;
  return { ...measuredBy({ metric, tags: [] }, stat, tally), op: '<', limit: Number(limit) };
}

const DEFAULT_LIMIT = /^default limit › (\w+)\.(\w+) < ([\d.]+)/;

function measuredBy(selector: Selector, stat: string, tally: Tally) {
  const { unit = '', samples = 0 } = tally.stat(selector, stat) ?? {};
  return { metric: selector.metric, unit, samples, least: leastOf(selector, tally) };
}

function leastOf(selector: Selector, tally: Tally): number | undefined {
  return tally.stat(selector, 'min')?.value;
}
