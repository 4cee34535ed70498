import { defineSuite } from '../../../kernel/suite.ts';
import { ALL_METRICS, allLimits } from '../shared/limits.ts';

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
  thresholds: allLimits(
    { api: 300, web: 100, all: 500 },
    { metric: 'load.requests_at_full_rate', limit: 'ramp.rate', minSamples: 2000 },
    10,
  ),
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'ramp',
    metrics: ALL_METRICS,
    env: { SESSIONS: '40' },
  },
});
