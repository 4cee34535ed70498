import { defineSuite } from '../../../kernel/suite.ts';

const SERVICES = { by: 'job', of: ['api', 'web'] };
const ALL = { by: 'job', of: ['api', 'web', 'worker'] };
const QUEUES = { by: 'queue_name', of: ['workflow-runs', 'webhook-deliveries'] };

export default defineSuite({
  name: 'release/dashboards',
  title:
    'Each panel of the dashboards shows all that it is listed to show of a live target, and moves with its load.',
  owner: 'sre',
  engine: 'dashboards',
  stages: ['nightly', 'release'],
  tags: ['dashboards', 'metrics'],
  effect: 'writes',
  needs: ['scrape', 'webhooks', 'queue', 'source'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'alone',
  expects: { checks: 16 },
  thresholds: [{ metric: 'panels.shown', op: '>=', limit: 13, unit: 'panels', minSamples: 13, proves: [] }],
  options: {
    folder: 'fixtures/targets/reference/observability',
    load: 'activity.verify.ts',
    vitest: '../../vitest.config.ts',
    panels: {
      'Requests a second': {
        ...{ ...SERVICES, series: ['http_requests_total'], unit: 'reqps' },
        proves: ['OBS-03/requests'],
      },
      Errors: {
        ...{ ...SERVICES, series: ['http_requests_total'], unit: 'reqps', never: { status: '[123]..' } },
        proves: ['OBS-03/errors'],
      },
      'Latency, p95 and p99': {
        ...{ ...SERVICES, series: ['http_request_duration_ms_bucket'], unit: 'ms' },
        proves: ['OBS-03/latency'],
      },
      CPU: { ...ALL, series: ['process_cpu_seconds_total'], unit: 'percentunit', proves: ['OBS-03/cpu'] },
      Memory: { ...ALL, series: ['process_resident_memory_bytes'], unit: 'bytes', proves: ['OBS-03/memory'] },
      'Database connections': {
        ...{ by: 'job', of: ['api'], series: ['db_pool_connections'], unit: 'short' },
        proves: ['OBS-03/connections'],
      },
      'Open streams': { by: 'kind', of: ['sse'], series: ['stream_clients'], unit: 'short' },
      'Jobs that wait': {
        ...{ ...QUEUES, series: ['queue_depth'], unit: 'short' },
        proves: ['OBS-03/queue-depth'],
      },
      'Jobs under way': { ...QUEUES, series: ['queue_active_jobs'], unit: 'short' },
      'Jobs done a second': { ...QUEUES, series: ['queue_jobs_processed_total'], unit: 'ops' },
      'Jobs that fail a second': {
        ...{ ...QUEUES, series: ['queue_job_errors_total'], unit: 'ops' },
        proves: ['OBS-03/fail-rate'],
      },
      'Duration of a job, p95': {
        ...{ ...QUEUES, series: ['queue_job_duration_ms_bucket'], unit: 'ms' },
        proves: ['OBS-03/processing-duration'],
      },
      'Deliveries a second': {
        ...{ by: 'outcome', of: ['delivered', 'failed', 'dead'] },
        ...{ series: ['webhook_deliveries_total'], unit: 'ops' },
      },
    },
  },
});
