import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/alert-rules',
  title: 'The alert rules are valid, each is fired by a test, and a test notices whatever is changed in one.',
  owner: 'sre',
  engine: 'promtool',
  stages: ['nightly', 'release'],
  tags: ['alerts', 'static'],
  effect: 'reads',
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 15 },
  thresholds: [
    { metric: 'changes.survived', op: '==', limit: 0, unit: 'changes', minSamples: 60, proves: [] },
  ],
  options: {
    folder: 'fixtures/targets/reference/observability',
    alerts: {
      ErrorRateHigh: ['OBS-02/unit-error-rate'],
      ServerErrors: ['OBS-02/unit-5xx'],
      LatencyHigh: ['OBS-02/unit-p95'],
      MemoryHigh: ['OBS-02/unit-memory'],
      QueueFailures: ['OBS-02/unit-queue-failures'],
      QueueBacklog: [],
      DeadLetters: ['OBS-02/unit-dlq'],
      PartDown: [],
      SocketsLost: ['OBS-02/unit-websocket'],
    },
  },
});
