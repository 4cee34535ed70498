import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/alerts',
  title:
    'What is caused to go wrong is told to the right people, in time, once, with all that they need, and so is that it is over.',
  owner: 'sre',
  engine: 'alerting',
  stages: ['nightly', 'release'],
  tags: ['alerts', 'http'],
  effect: 'disturbs',
  needs: ['links', 'scrape', 'webhooks', 'source'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'alone',
  expects: { checks: 21 },
  // In times that are shrunk by 30: of the slowest rule, the window and how long it must hold are 10 s each.
  thresholds: [
    {
      metric: 'detect.p95',
      op: '<=',
      limit: 36_000,
      unit: 'ms',
      minSamples: 6,
      proves: [],
    },
  ],
  options: {
    folder: 'fixtures/targets/reference/observability',
    to: { warn: ['chat'], error: ['chat', 'mail'] },
    mail: 'on-call@reference.example',
    alerts: [
      { alert: 'SocketsLost', source: 'api', cause: 'lost-sockets', proves: ['OBS-02/live-websocket'] },
      {
        alert: 'QueueFailures',
        source: 'worker',
        cause: 'failing-deliveries',
        proves: ['OBS-02/live-queue-failures'],
      },
      { alert: 'DeadLetters', source: 'worker', cause: 'failing-deliveries', proves: ['OBS-02/live-dlq'] },
      { alert: 'LatencyHigh', source: 'api', cause: 'slow-database', proves: ['OBS-02/live-p95'] },
      { alert: 'ErrorRateHigh', source: 'api', cause: 'no-database', proves: ['OBS-02/live-error-rate'] },
      { alert: 'ServerErrors', source: 'api', cause: 'no-database', proves: ['OBS-02/live-5xx'] },
    ],
    // They are tried in the rules' unit tests: release/alert-rules.
    untried: ['MemoryHigh', 'QueueBacklog', 'PartDown'],
  },
});
