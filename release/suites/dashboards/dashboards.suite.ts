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
      'Requests a second': { ...SERVICES, proves: ['OBS-03/requests'] },
      Errors: { ...SERVICES, proves: ['OBS-03/errors'] },
      'Latency, p95 and p99': { ...SERVICES, proves: ['OBS-03/latency'] },
      CPU: { ...ALL, proves: ['OBS-03/cpu'] },
      Memory: { ...ALL, proves: ['OBS-03/memory'] },
      'Database connections': { by: 'job', of: ['api'], proves: ['OBS-03/connections'] },
      'Open streams': { by: 'kind', of: ['sse'] },
      'Jobs that wait': { ...QUEUES, proves: ['OBS-03/queue-depth'] },
      'Jobs under way': QUEUES,
      'Jobs done a second': QUEUES,
      'Jobs that fail a second': { ...QUEUES, proves: ['OBS-03/fail-rate'] },
      'Duration of a job, p95': { ...QUEUES, proves: ['OBS-03/processing-duration'] },
      'Deliveries a second': { by: 'outcome', of: ['delivered', 'failed', 'dead'] },
    },
  },
});
