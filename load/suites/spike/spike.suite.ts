import { defineSuite } from '../../../kernel/suite.ts';
import { USUAL_METRICS, usualThresholds } from '../shared/thresholds.ts';

export default defineSuite({
  name: 'load/spike',
  title: 'Users who come all at once, again and again, are served; afterwards all is as before.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  effect: 'disturbs',
  targets: ['reference'],
  proves: ['PER-03/spike', 'PER-03/spike-repeated'],
  timeoutMs: 20 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: usualThresholds({ api: 300, web: 100, all: 500 }),
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'spike',
    metrics: USUAL_METRICS,
    env: { SESSIONS: '80' },
  },
});
