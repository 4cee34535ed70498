import { PHASES } from './timeline.ts';

const OF_EACH_PHASE = [
  'http_reqs.count',
  'http_reqs.rate',
  'http_req_failed.rate',
  'http_req_duration.p50',
  'http_req_duration.p95',
  'http_req_duration.p99',
  'checks.rate',
  'iterations.count',
];

/** What every load measures in each phase: `during.http_req_failed.rate` and the like. */
export const LOAD_METRICS: readonly string[] = PHASES.flatMap((phase) =>
  OF_EACH_PHASE.map((metric) => `${phase}.${metric}`),
);
