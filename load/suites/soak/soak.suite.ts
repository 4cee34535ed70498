import { defineSuite, type Threshold } from '../../../kernel/suite.ts';
import { ALL_METRICS, ALL_PROVEN, allThresholds } from '../shared/thresholds.ts';

/** Memory may not rise over the day, of whatever part. */
function memoryDrift(part: 'api' | 'web' | 'worker'): Threshold {
  return {
    metric: `drift.${part}.memory_mb.change`,
    op: '<',
    limit: { environment: 'drift.memory' },
    unit: 'ratio',
    minSamples: 12,
    proves: ['PER-04/memory'],
  };
}

export default defineSuite({
  name: 'load/soak',
  title: 'A day of steady load: latency, memory and queues end the day as they began it.',
  owner: 'sre',
  engine: 'k6',
  stages: ['soak'],
  tags: ['profile'],
  effect: 'disturbs',
  needs: ['scrape'],
  targets: ['reference'],
  proves: [...ALL_PROVEN, 'PER-04/latency', 'PER-04/memory', 'PER-04/queue-depth'],
  timeoutMs: 25 * 60 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: [
    ...allThresholds(
      { api: 300, web: 100, all: 500 },
      { metric: 'load.iterations_at_full_rate', limit: 'soak.rate', minSamples: 5000 },
      10,
    ),
    {
      metric: 'drift.latency_p95.change',
      op: '<',
      limit: { environment: 'drift.latency' },
      unit: 'ratio',
      minSamples: 12,
      proves: ['PER-04/latency'],
    },
    {
      metric: 'drift.worker.queue_depth.change',
      op: '<',
      limit: 10,
      unit: 'jobs',
      minSamples: 12,
      proves: ['PER-04/queue-depth'],
    },
    ...(['api', 'web', 'worker'] as const).map(memoryDrift),
  ],
  options: {
    script: '../../scenarios/day.k6.ts',
    profile: 'soak',
    metrics: ALL_METRICS,
    env: { SESSIONS: '8', SOCKET_SECONDS: '20', SOCKET_PAUSE_SECONDS: '8' },
  },
});
