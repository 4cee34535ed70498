import { defineSuite } from '../../../kernel/suite.ts';
import { USUAL_METRICS, usualLimits } from '../shared/limits.ts';

export default defineSuite({
  name: 'load/stress',
  title: 'A realistic mix, raised in stages from 50 to 200 iterations a second, stays within the limits.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  proves: ['PER-02', 'PER-05'],
  timeoutMs: 20 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: [
    ...usualLimits({ api: 300, web: 100, all: 500 }),
    {
      metric: 'workflow_completion.p95',
      op: '<',
      limit: { environment: 'workflow.p95' },
      unit: 'ms',
      minSamples: 30,
    },
    { metric: 'target.api.cpu_ratio.avg', op: '<', limit: 0.7, unit: 'ratio', minSamples: 10 },
    { metric: 'target.api.memory_ratio.max', op: '<', limit: 0.75, unit: 'ratio', minSamples: 10 },
  ],
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'stress',
    metrics: [...USUAL_METRICS, 'workflow_completion.p95'],
    env: { SESSIONS: '8' },
  },
});
