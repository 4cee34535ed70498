import type { Threshold } from '../../../kernel/suite.ts';
import { targetLimits } from './target-limits.ts';

/** How many requests at least a limit is judged from. */
export interface Amounts {
  readonly api: number;
  readonly web: number;
  readonly all: number;
}

/** The environment's limits for latency of API and web, and for errors. */
export function usualLimits({ api, web, all }: Amounts): Threshold[] {
  return [
    latency('api', 'p95', api),
    latency('web', 'p95', web),
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: all,
    },
  ];
}

/** What must be carried a second, at whatever scale; a load with fewer samples says nothing of it. */
export interface Throughput {
  /** Iterations, or, where a slow target makes its users slow, requests. */
  readonly metric: 'load.iterations_at_full_rate' | 'load.requests_at_full_rate';
  /** The environment's name for it. */
  readonly limit: string;
  readonly minSamples: number;
}

/** Everything that PER-05 asks for, for suites that claim it; `readings`: see `targetLimits`. */
export function allLimits(amounts: Amounts, throughput: Throughput, readings: number): Threshold[] {
  const { metric, limit, minSamples } = throughput;
  const further: Threshold[] = [
    ...FURTHER.flatMap((stat) => [latency('api', stat, amounts.api), latency('web', stat, amounts.web)]),
    { metric, op: '>=', limit: { environment: limit }, unit: '1/s', minSamples },
  ];
  return [
    ...usualLimits(amounts),
    ...further.map((one) => ({ ...one, proves: ['PER-05'] })),
    ...targetLimits(readings),
  ];
}

type Service = 'api' | 'web';
type Percentile = 'p50' | 'p95' | 'p99';
const FURTHER = ['p50', 'p99'] as const;
/** Of fewer values the percentile is no more than the highest. */
const LEAST = { p50: 2, p95: 20, p99: 100 } as const;

function latency(service: Service, stat: Percentile, minSamples: number): Threshold {
  const limit = { environment: `${service}.${stat}` };
  return {
    metric: metricOf(service, stat),
    op: '<',
    limit,
    unit: 'ms',
    minSamples: Math.max(minSamples, LEAST[stat]),
  };
}

function metricOf(service: Service, stat: Percentile): string {
  return `http_req_duration{service:${service}}.${stat}`;
}

/** What those limits are set on, for `options.metrics`. */
export const USUAL_METRICS = [metricOf('api', 'p95'), metricOf('web', 'p95')];
export const ALL_METRICS = [
  ...USUAL_METRICS,
  ...FURTHER.flatMap((stat) => [metricOf('api', stat), metricOf('web', stat)]),
];
