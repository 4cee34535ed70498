import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/soak',
  title: 'A day of steady load: latency, memory and queues end the day as they began it.',
  owner: 'sre',
  engine: 'k6',
  stages: ['soak'],
  tags: ['profile'],
  proves: ['PER-04', 'PER-05'],
  timeoutMs: 25 * 60 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: [
    {
      metric: 'http_req_duration{service:api}.p95',
      op: '<',
      limit: { environment: 'api.p95' },
      unit: 'ms',
      minSamples: 300,
    },
    {
      metric: 'http_req_duration{service:web}.p95',
      op: '<',
      limit: { environment: 'web.p95' },
      unit: 'ms',
      minSamples: 100,
    },
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: 500,
    },
    { metric: 'drift.latency_p95.change', op: '<', limit: 0.3, unit: 'ratio', minSamples: 12 },
    { metric: 'drift.api.memory_mb.change', op: '<', limit: 0.2, unit: 'ratio', minSamples: 12 },
  ],
  options: {
    script: '../../scenarios/day.k6.ts',
    profile: 'soak',
    metrics: ['http_req_duration{service:api}.p95', 'http_req_duration{service:web}.p95'],
    env: { SESSIONS: '8' },
  },
});
