/** How one gauge of a part is read from its Prometheus series. */
export interface GaugeRule {
  /** The gauge: `<part>.<gauge>`. */
  readonly gauge: string;
  readonly unit: string;
  /** The Prometheus name. Where two rules give the same gauge, the first whose series is there counts. */
  readonly series: string;
  /** Only samples with these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** One gauge for each value of a label, beside the whole: `queue_depth{queue:mails}` from `queue_depth{queue_name="mails"}`. */
  readonly by?: { readonly label: string; readonly tag: string };
  /** Several samples of one name: added up, or the worst of them. */
  readonly all: 'sum' | 'max';
  /** `now`: as it stands. `per second`: how much it rose since the last reading. */
  readonly reading: 'now' | 'per second';
  /** The gauge is the series times this. */
  readonly times: number;
  /** And divided by what the part may use, where that is known. */
  readonly share?: 'of its cores' | 'of its memory';
}

const PER_MB = 1e-6;
const MS = 1000;

/**
 * What load suites read of a target, whatever its make: the standard names of Prometheus's client libraries, and the usual ones
 * for queues and pools. A further gauge is a further line.
 */
export const GAUGE_RULES: readonly GaugeRule[] = [
  {
    gauge: 'cpu_ratio',
    unit: 'ratio',
    series: 'process_cpu_seconds_total',
    all: 'sum',
    reading: 'per second',
    times: 1,
    share: 'of its cores',
  },
  { ...now('memory_mb', 'MB', 'process_resident_memory_bytes', PER_MB) },
  { ...now('memory_ratio', 'ratio', 'process_resident_memory_bytes', PER_MB), share: 'of its memory' },
  { ...now('heap_used_mb', 'MB', 'nodejs_heap_size_used_bytes', PER_MB) },
  // The 99th percentile since the reading before; an idle loop says about 10 ms, the clock's own step.
  { ...now('event_loop_lag_ms', 'ms', 'nodejs_eventloop_lag_p99_seconds', MS), all: 'max' },
  { ...now('event_loop_lag_ms', 'ms', 'nodejs_eventloop_lag_seconds', MS), all: 'max' },
  { ...now('queue_depth', 'jobs', 'queue_depth'), by: { label: 'queue_name', tag: 'queue' } },
  { ...now('queue_active', 'jobs', 'queue_active_jobs'), by: { label: 'queue_name', tag: 'queue' } },
  { ...now('pool_in_use', 'connections', 'db_pool_connections'), labels: { state: 'active' } },
  { ...now('pool_idle', 'connections', 'db_pool_connections'), labels: { state: 'idle' } },
  { ...now('pool_waiting', 'callers', 'db_pool_connections'), labels: { state: 'waiting' } },
  { ...now('stream_clients', 'clients', 'stream_clients'), by: { label: 'kind', tag: 'kind' } },
];

function now(gauge: string, unit: string, series: string, times = 1): GaugeRule {
  return { gauge, unit, series, all: 'sum', reading: 'now', times };
}
