/** What suites may set thresholds on without listing it; further parts of a target are recorded likewise. */
export const DRIFT_METRICS: readonly string[] = [
  'drift.latency_p95.change',
  ...['api', 'web', 'worker'].map((part) => `drift.${part}.memory_mb.change`),
  ...['api', 'worker'].map((part) => `drift.${part}.queue_depth.change`),
];
