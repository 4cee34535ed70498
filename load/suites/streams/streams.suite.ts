import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/streams',
  title:
    'Under light load events reach streams, sockets and webhooks within their limits, one by one, and nobody is cut off.',
  owner: 'quality',
  engine: 'k6',
  stages: ['main', 'nightly', 'release'],
  tags: ['light', 'streams'],
  proves: ['FUN-03'],
  timeoutMs: 120_000,
  weight: 'alone',
  expects: { checks: 6 },
  thresholds: [
    { metric: 'sse_time_to_90_percent.p95', op: '<', limit: 2000, unit: 'ms', minSamples: 40 },
    { metric: 'sse_time_to_first_event.p95', op: '<', limit: 500, unit: 'ms', minSamples: 40 },
    // Work of 20 ms lies between two events: in a pile each but the last was held back about as long.
    { metric: 'sse_held_back.p75', op: '<', limit: 10, unit: 'ms', minSamples: 300 },
    { metric: 'socket_event_delay.p95', op: '<', limit: 500, unit: 'ms', minSamples: 30 },
    { metric: 'socket_lost.rate', op: '==', limit: 0, unit: 'ratio', minSamples: 5 },
    { metric: 'webhook_delay.p95', op: '<', limit: 2000, unit: 'ms', minSamples: 20 },
    { metric: 'checks.rate', op: '>=', limit: 0.99, unit: 'ratio', minSamples: 300 },
  ],
  options: {
    script: 'streams.k6.ts',
    metrics: [
      'sse_time_to_90_percent.p95',
      'sse_time_to_first_event.p95',
      'sse_held_back.p75',
      'socket_event_delay.p95',
      'socket_lost.rate',
      'webhook_delay.p95',
    ],
    env: { SOCKET_SECONDS: '20' },
  },
});
