import { defineSuite } from '../../../kernel/suite.ts';
import { USUAL_METRICS, usualLimits } from '../shared/limits.ts';

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
    ...usualLimits({ api: 300, web: 100, all: 500 }),
    {
      metric: 'drift.latency_p95.change',
      op: '<',
      limit: { environment: 'drift.latency' },
      unit: 'ratio',
      minSamples: 12,
    },
    { metric: 'drift.worker.queue_depth.change', op: '<', limit: 10, unit: 'jobs', minSamples: 12 },
    {
      metric: 'drift.api.memory_mb.change',
      op: '<',
      limit: { environment: 'drift.memory' },
      unit: 'ratio',
      minSamples: 12,
    },
  ],
  options: {
    script: '../../scenarios/day.k6.ts',
    profile: 'soak',
    metrics: USUAL_METRICS,
    env: { SESSIONS: '8' },
  },
});
