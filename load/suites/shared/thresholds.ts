import type { Threshold } from '../../../kernel/suite.ts';
import { targetThresholds } from './target-thresholds.ts';

/** How many requests at least a limit is judged from. */
export interface Amounts {
  readonly api: number;
  readonly web: number;
  readonly all: number;
}

/** What each of the usual limits proves; all that the suite does unless told. */
export interface UsualProven {
  readonly api?: readonly string[];
  readonly web?: readonly string[];
  readonly errors?: readonly string[];
}

/** The environment's limits for latency of API and web, and for errors. */
export function usualThresholds({ api, web, all }: Amounts, proven: UsualProven = {}): Threshold[] {
  return [
    { ...latency('api', 'p95', api), ...provesOf(proven.api) },
    { ...latency('web', 'p95', web), ...provesOf(proven.web) },
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: all,
      ...provesOf(proven.errors),
    },
  ];
}

const provesOf = (proves: readonly string[] | undefined) => proves && { proves: [...proves] };

/** What must be carried a second, at whatever scale; a load with fewer samples says nothing of it. */
export interface Throughput {
  /** Iterations, or, where a slow target makes its users slow, requests. */
  readonly metric: 'load.iterations_at_full_rate' | 'load.requests_at_full_rate';
  /** The environment's name for it. */
  readonly limit: string;
  readonly minSamples: number;
}

/** The clauses of PER-05 that `allThresholds` prove, and that pages are answered quickly. */
export const ALL_PROVEN: readonly string[] = [
  ...['api', 'web'].flatMap((service) => ['p50', 'p95', 'p99'].map((stat) => `PER-05/${service}-${stat}`)),
  ...['errors', 'throughput', 'cpu', 'memory', 'saturation'].map((clause) => `PER-05/${clause}`),
  'FUN-11/web-p95',
];

/**
 * Everything that PER-05 asks of a full load, each limit for its clause; `readings`: see `targetThresholds`. The usual ones prove `also`
 * that the target bears this load.
 */
export function allThresholds(
  amounts: Amounts,
  throughput: Throughput,
  readings: number,
  also: readonly string[] = [],
): Threshold[] {
  const { metric, limit, minSamples } = throughput;
  const further = FURTHER.flatMap((stat) =>
    (['api', 'web'] as const).map((service) => ({
      ...latency(service, stat, amounts[service]),
      proves: [`PER-05/${service}-${stat}`],
    })),
  );
  return [
    ...usualThresholds(amounts, {
      api: ['PER-05/api-p95', ...also],
      web: ['PER-05/web-p95', 'FUN-11/web-p95', ...also],
      errors: ['PER-05/errors', ...also],
    }),
    ...further,
    {
      metric,
      op: '>=',
      limit: { environment: limit },
      unit: '1/s',
      minSamples,
      proves: ['PER-05/throughput'],
    },
    ...targetThresholds(readings),
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
