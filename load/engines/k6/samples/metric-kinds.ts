import { DRIFT_METRICS } from '../drift/drift-metrics.ts';
import { WATCHED_METRICS } from '../watch/watched-metrics.ts';

/** k6's four kinds of metric. The CSV does not say which one a metric is. */
export type MetricKind = 'trend' | 'counter' | 'rate' | 'gauge';

export interface MetricType {
  readonly kind: MetricKind;
  /** Of a trend's, gauge's or counter's values. */
  readonly unit: string;
}

const trend: MetricType = { kind: 'trend', unit: 'ms' };
const rate: MetricType = { kind: 'rate', unit: 'ratio' };
const counter: MetricType = { kind: 'counter', unit: 'count' };
const bytes: MetricType = { kind: 'counter', unit: 'B' };
const gauge: MetricType = { kind: 'gauge', unit: 'VUs' };

/** What k6 itself measures. */
export const BUILT_IN: Readonly<Record<string, MetricType>> = {
  http_reqs: counter,
  http_req_duration: trend,
  http_req_failed: rate,
  http_req_waiting: trend,
  http_req_blocked: trend,
  http_req_connecting: trend,
  http_req_tls_handshaking: trend,
  http_req_sending: trend,
  http_req_receiving: trend,
  checks: rate,
  iterations: counter,
  iteration_duration: trend,
  dropped_iterations: counter,
  group_duration: trend,
  data_sent: bytes,
  data_received: bytes,
  vus: gauge,
  vus_max: gauge,
  ws_sessions: counter,
  ws_msgs_sent: counter,
  ws_msgs_received: counter,
  ws_ping: trend,
  ws_session_duration: trend,
  ws_connecting: trend,
  grpc_req_duration: trend,
};

/** The stats of each kind that are recorded without being asked for. */
export const USUAL_STATS: Readonly<Record<MetricKind, readonly string[]>> = {
  trend: ['min', 'avg', 'med', 'p50', 'p90', 'p95', 'p99', 'max', 'count'],
  counter: ['count', 'rate'],
  rate: ['rate', 'count'],
  gauge: ['value', 'min', 'max'],
};

/** Every untagged metric that any script has: what suites may set thresholds on without listing it. */
export const USUAL_METRICS: readonly string[] = [
  ...Object.entries(BUILT_IN).flatMap(([metric, { kind }]) =>
    USUAL_STATS[kind].map((stat) => `${metric}.${stat}`),
  ),
  ...DRIFT_METRICS,
  'load.offered_per_second',
  'load.achieved_per_second',
  'load.iterations_at_full_rate',
  'load.requests_at_full_rate',
  'knee.rate',
  ...WATCHED_METRICS,
];

const CONSTRUCTION =
  /\bnew\s+(?:[\w$]+\.)?(Trend|Rate|Counter|Gauge)\d*\(\s*(['"`])([A-Za-z_]\w*)\2\s*(,\s*(?:true|!0)\b)?/g;

/**
 * The kinds of a script's own metrics, read from its source. A metric whose name is computed is not found: its kind stays
 * unknown, and stats that depend on the kind are not recorded for it.
 */
export function customTypes(source: string): ReadonlyMap<string, MetricType> {
  const found = [...source.matchAll(CONSTRUCTION)].map(([, kind = '', , name = '', isTime]) => {
    const lower = kind.toLowerCase() as MetricKind;
    return [name, { kind: lower, unit: unitOf(lower, isTime !== undefined) }] as const;
  });
  return new Map(found);
}

function unitOf(kind: MetricKind, isTime: boolean): string {
  if (kind === 'rate') return 'ratio';
  if (kind === 'counter') return 'count';
  return isTime ? 'ms' : '';
}
