import { defineSuite } from '../../../kernel/suite.ts';
import { USUAL_METRICS, usualLimits } from '../shared/limits.ts';

export default defineSuite({
  name: 'load/ramp',
  title: 'A thousand users who think between their actions are served for half an hour.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  proves: ['PER-03', 'PER-05'],
  timeoutMs: 50 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: usualLimits({ api: 300, web: 100, all: 500 }),
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'ramp',
    metrics: USUAL_METRICS,
    env: { SESSIONS: '40' },
  },
});
