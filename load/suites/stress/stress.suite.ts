import { defineSuite } from '../../../kernel/suite.ts';
import { ALL_METRICS, ALL_PROVEN, allThresholds } from '../shared/thresholds.ts';

export default defineSuite({
  name: 'load/stress',
  title: 'A realistic mix, raised in stages from 50 to 200 iterations a second, stays within the limits.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  effect: 'disturbs',
  needs: ['scrape'],
  targets: ['reference'],
  proves: [...ALL_PROVEN, 'PER-02/stages'],
  timeoutMs: 20 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: [
    ...allThresholds(
      { api: 300, web: 100, all: 500 },
      { metric: 'load.iterations_at_full_rate', limit: 'stress.rate', minSamples: 1000 },
      10,
      ['PER-02/stages'],
    ),
    {
      metric: 'workflow_completion.p95',
      op: '<',
      limit: { environment: 'workflow.p95' },
      unit: 'ms',
      minSamples: 30,
      proves: ['PER-02/stages'],
    },
  ],
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'stress',
    metrics: [...ALL_METRICS, 'workflow_completion.p95'],
    env: { SESSIONS: '8' },
  },
});
