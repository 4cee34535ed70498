/** What load suites may set thresholds on beside k6's own: gauges over the whole load. Further ones go into `options.metrics`. */
const GENERATOR = [
  'cpu_ratio',
  'memory_mb',
  'machine_busy_ratio',
  'foreign_cpu_ratio',
  'stolen_cpu_ratio',
  'cpu_waiting_ratio',
  'machine_memory_ratio',
  'harness_memory_mb',
];
const PROCESS = ['cpu_ratio', 'memory_mb', 'memory_ratio', 'heap_used_mb', 'event_loop_lag_ms'];
const POOL = ['pool_in_use', 'pool_idle', 'pool_waiting'];
const QUEUE = ['queue_depth', 'queue_active'];

const GAUGES = [
  ...GENERATOR.map((gauge) => `generator.${gauge}`),
  ...['api', 'web', 'worker'].flatMap((part) => PROCESS.map((gauge) => `target.${part}.${gauge}`)),
  ...['api', 'worker'].flatMap((part) => POOL.map((gauge) => `target.${part}.${gauge}`)),
  ...QUEUE.map((gauge) => `target.worker.${gauge}`),
  'target.api.stream_clients',
];

export const WATCHED_METRICS: readonly string[] = [
  ...GAUGES.flatMap((gauge) => [`${gauge}.avg`, `${gauge}.max`]),
  'target.scrapes_failed.count',
];
