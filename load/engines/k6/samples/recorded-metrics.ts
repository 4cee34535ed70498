import type { Metric } from '../../../../kernel/evidence.ts';
import { endpointMetrics } from './endpoints.ts';
import type { LoadSamples, PhaseTally } from './load-samples.ts';
import { USUAL_STATS } from './metric-kinds.ts';
import { type Selector, parseMetricName } from './metric-name.ts';
import { exactly, type Seconds } from './stat.ts';
import type { Tally } from './tally.ts';

/** A metric that a threshold or `options.metrics` names, without its prefix. */
export interface AskedMetric {
  readonly name: string;
  readonly selector: Selector;
  readonly stat: string;
}

/** Recorded again and again while the load runs, so that a kill loses an interval and not the run. */
const CORE = [
  'http_reqs.count',
  'http_reqs.rate',
  'http_req_failed.rate',
  'http_req_duration.p50',
  'http_req_duration.p95',
  'http_req_duration.p99',
  'iterations.count',
  'checks.rate',
];

/** k6 writes its samples once a second. */
const SAVED_MS = 1_200;

/** Where a request's time went: fewer stats, for they are looked at only when something is slow. */
const DETAIL = /^http_req_(blocked|connecting|waiting|tls_handshaking|sending|receiving)$/;

/** What may be k6's among these names: a suite that also runs other engines has thresholds on theirs. */
export function askedMetrics(names: readonly string[]): readonly AskedMetric[] {
  const asked = names.flatMap((name) => {
    const parsed = parseMetricName(name);
    return parsed === undefined ? [] : [parsed];
  });
  return [...new Map(asked.map((one) => [one.name, one])).values()];
}

/** The aggregates so far of what was asked for and of the core. */
export function runningMetrics(samples: LoadSamples, asked: readonly AskedMetric[]): readonly Metric[] {
  const wanted = askedMetrics([...CORE, ...asked.map((one) => one.name)]);
  return [
    ...metricsOf(samples.total, wanted, ''),
    ...samples.phases.flatMap((phase) => phaseMetrics(phase, samples, wanted)),
  ];
}

/** The same of the phases that have ended since the last call: whoever waits for one is told soon. */
export function endedPhases(
  samples: LoadSamples,
  asked: readonly AskedMetric[],
): (nowMs: number) => readonly Metric[] {
  const left = [...samples.phases];
  const wanted = askedMetrics([...CORE, ...asked.map((one) => one.name)]);
  return (nowMs) => {
    const { startMs } = samples;
    const metrics: Metric[] = [];
    for (let [phase] = left; phase !== undefined && startMs !== undefined; [phase] = left) {
      if (nowMs < startMs + phase.untilMs + SAVED_MS) break;
      metrics.push(...phaseMetrics(phase, samples, wanted));
      left.shift();
    }
    return metrics;
  };
}

/** Every aggregate worth keeping: what was asked for, and the usual stats of whatever was measured, by phase too. */
export function finalMetrics(samples: LoadSamples, asked: readonly AskedMetric[]): readonly Metric[] {
  const usual = samples.total.seen().flatMap((metric) => {
    return usualStats(samples.total, metric).map((stat) => `${metric}.${stat}`);
  });
  const wanted = askedMetrics([...usual, ...asked.map((one) => one.name)]);
  return [
    ...metricsOf(samples.total, wanted, ''),
    ...samples.phases.flatMap((phase) => phaseMetrics(phase, samples, wanted)),
    ...checkRates(samples),
    ...endpointMetrics(samples.endpoints.rows()),
  ];
}

function usualStats(tally: Tally, metric: string): readonly string[] {
  if (DETAIL.test(metric)) return ['avg', 'p95', 'max'];
  return USUAL_STATS[tally.typeOf(metric)?.kind ?? 'trend'];
}

/** A phase that the run did not reach the end of lasted until the last sample. */
function phaseMetrics(
  { name, fromMs, untilMs, tally }: PhaseTally,
  samples: LoadSamples,
  wanted: readonly AskedMetric[],
): readonly Metric[] {
  const zero = samples.startMs ?? 0;
  const from = Math.max(zero + fromMs, samples.total.time.firstMs);
  const seconds = (Math.min(zero + untilMs, samples.total.lastMs) - from) / 1000;
  return metricsOf(tally, wanted, `${name}.`, exactly(Math.max(1, seconds)));
}

function metricsOf(
  tally: Tally,
  wanted: readonly AskedMetric[],
  prefix: string,
  seconds?: Seconds,
): readonly Metric[] {
  return wanted.flatMap(({ name, selector, stat }) => {
    const found = tally.stat(selector, stat, seconds);
    if (found === undefined || tally.isUnsettled(selector)) return [];
    const { value, unit, samples } = found;
    return [{ name: prefix + name, value, unit, samples }];
  });
}

function checkRates(samples: LoadSamples): readonly Metric[] {
  return samples.checks.all().map(({ name, passed, total }) => ({
    name: `checks{check:${name}}.rate`,
    value: passed / total,
    unit: 'ratio',
    samples: total,
  }));
}
