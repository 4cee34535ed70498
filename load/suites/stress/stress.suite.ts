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
  thresholds: usualLimits({ api: 300, web: 100, all: 500 }),
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'stress',
    metrics: USUAL_METRICS,
    env: { SESSIONS: '8' },
  },
});
