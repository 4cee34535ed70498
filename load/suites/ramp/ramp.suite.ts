import { defineSuite } from '../../../kernel/suite.ts';
import { ALL_METRICS, ALL_PROVEN, allThresholds } from '../shared/thresholds.ts';

/** Half an hour of steady users is part of the profile. */
const RAMP = ['PER-03/ramp', 'PER-03/steady'];

export default defineSuite({
  name: 'load/ramp',
  title: 'A thousand users who think between their actions are served for half an hour.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  effect: 'disturbs',
  needs: ['scrape'],
  targets: ['reference'],
  proves: [...ALL_PROVEN, ...RAMP],
  timeoutMs: 50 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: allThresholds(
    { api: 300, web: 100, all: 500 },
    { metric: 'load.requests_at_full_rate', limit: 'ramp.rate', minSamples: 2000 },
    10,
    RAMP,
  ),
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'ramp',
    metrics: ALL_METRICS,
    env: { SESSIONS: '40' },
  },
});
