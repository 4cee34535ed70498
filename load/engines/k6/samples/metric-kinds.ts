import { WATCHED_METRICS } from '../watch/watched-metrics.ts';

/** k6's four kinds of metric. Our own k6 says which one a metric is, k6's CSV does not. */
const KINDS = ['trend', 'counter', 'rate', 'gauge'] as const;
export type MetricKind = (typeof KINDS)[number];

export function isMetricKind(text: string): text is MetricKind {
  return KINDS.some((kind) => kind === text);
}

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

/** How much a long load drifted. Further parts of a target are recorded likewise, and listed by the suites that use them. */
const DRIFT_METRICS = [
  'drift.latency_p95.change',
  ...['api', 'web', 'worker'].map((part) => `drift.${part}.memory_mb.change`),
  ...['api', 'worker'].map((part) => `drift.${part}.queue_depth.change`),
];

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

/** The stats of each kind that k6 lets a threshold be set on, and it runs no script that has any other; `p…` of trends. */
const OF_THRESHOLDS: Readonly<Record<MetricKind, RegExp>> = {
  trend: /^(?:avg|min|max|med|p[\d.]+)$/,
  counter: /^(?:count|rate)$/,
  rate: /^rate$/,
  gauge: /^value$/,
};

export function isForThresholds(kind: MetricKind, stat: string): boolean {
  return OF_THRESHOLDS[kind].test(stat);
}

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

const CLASSES = 'Trend|Rate|Counter|Gauge';
const ALIAS = new RegExp(`\\b(${CLASSES})\\s+as\\s+([\\w$]+)`, 'g');

/** `new Counter('orders')`; a bundler may have put a number behind the class. */
function constructionOf(names: readonly string[]): RegExp {
  const classes = names.map((name) => name.replaceAll('$', '\\$&')).join('|');
  return new RegExp(
    `\\bnew\\s+(?:[\\w$]+\\.)?(${classes})\\d*\\(\\s*(['"\`])([A-Za-z_]\\w*)\\2\\s*(,\\s*(?:true|!0)\\b)?`,
    'g',
  );
}

/**
 * The kinds of a script's own metrics, read from its source, for a k6 that does not tell them. A metric whose name is computed is
 * not found: its kind stays unknown, and stats that depend on the kind are not recorded for it.
 */
export function customTypes(source: string): Map<string, MetricType> {
  const aliases = new Map([...source.matchAll(ALIAS)].map(([, kind = '', alias = '']) => [alias, kind]));
  const construction = constructionOf([CLASSES, ...aliases.keys()]);
  const found = [...source.matchAll(construction)].flatMap(([, made = '', , name = '', isTime]) => {
    const kind = (aliases.get(made) ?? made).toLowerCase();
    return isMetricKind(kind) ? [[name, toldType(kind, isTime === undefined ? '' : 'time')] as const] : [];
  });
  return new Map(found);
}

/** `contains`: what k6 calls the metric's values. */
export function toldType(kind: MetricKind, contains: string): MetricType {
  if (kind === 'rate') return { kind, unit: 'ratio' };
  if (kind === 'counter') return { kind, unit: contains === 'data' ? 'B' : 'count' };
  return { kind, unit: contains === 'time' ? 'ms' : '' };
}
