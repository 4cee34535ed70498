import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/alert-rules',
  title:
    'The alert rules are valid and what they must be, each is fired by a test, and a test notices whatever is changed in one.',
  owner: 'sre',
  engine: 'promtool',
  stages: ['nightly', 'release'],
  tags: ['alerts', 'static'],
  effect: 'reads',
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 26 },
  thresholds: [
    { metric: 'changes.survived', op: '==', limit: 0, unit: 'changes', minSamples: 60, proves: [] },
  ],
  options: {
    folder: 'fixtures/targets/reference/observability',
    alerts: {
      ErrorRateHigh: {
        when: '> 0.01',
        for: '2m',
        over: '5m',
        severity: 'error',
        proves: ['OBS-02/unit-error-rate'],
      },
      ServerErrors: { when: '> 0.5', for: '2m', over: '5m', severity: 'error', proves: ['OBS-02/unit-5xx'] },
      LatencyHigh: { when: '> 300', for: '5m', over: '5m', severity: 'warn', proves: ['OBS-02/unit-p95'] },
      // Three quarters of 320 MB.
      MemoryHigh: { when: '> 240e6', for: '5m', severity: 'warn', proves: ['OBS-02/unit-memory'] },
      QueueFailures: {
        when: '> 0.1',
        for: '2m',
        over: '5m',
        severity: 'warn',
        proves: ['OBS-02/unit-queue-failures'],
      },
      QueueBacklog: { when: '> 20', for: '5m', severity: 'warn' },
      DeadLetters: { when: '> 2', over: '15m', severity: 'error', proves: ['OBS-02/unit-dlq'] },
      PartDown: { when: '== 0', for: '1m', severity: 'error' },
      SocketsLost: {
        when: '> 10',
        for: '1m',
        over: '5m',
        severity: 'warn',
        proves: ['OBS-02/unit-websocket'],
      },
    },
  },
});
