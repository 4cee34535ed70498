import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/dashboards',
  title: "Each panel of the product's dashboards has data, and moves when a load moves what it shows.",
  owner: 'sre',
  engine: 'dashboards',
  stages: ['nightly', 'release'],
  tags: ['dashboards', 'http'],
  effect: 'writes',
  needs: ['scrape', 'webhooks', 'source'],
  targets: ['reference'],
  timeoutMs: 180_000,
  weight: 'alone',
  expects: { checks: 11 },
  options: {
    folder: 'fixtures/targets/reference/observability',
    dashboards: ['dashboards/reference.json'],
    panels: {
      'CPU by part': ['OBS-03/cpu'],
      'Memory by part': ['OBS-03/memory'],
      'Requests a second by part': ['OBS-03/requests'],
      'Errors a second by part': ['OBS-03/errors'],
      'Latency p95 by part': ['OBS-03/latency'],
      'Latency p99 by part': ['OBS-03/latency'],
      'Queue depth': ['OBS-03/queue-depth'],
      'Failed tries a second by queue': ['OBS-03/fail-rate'],
      'Processing time p95 by queue': ['OBS-03/processing-duration'],
      'Database connections': ['OBS-03/connections'],
    },
  },
});
