import { defineSuite } from '../../../kernel/suite.ts';
import { ALL_METRICS, allThresholds } from '../shared/thresholds.ts';

export default defineSuite({
  name: 'load/smoke',
  title: 'Fourteen requests a second for 20 s over web and API are answered quickly and without errors.',
  owner: 'quality',
  engine: 'k6',
  stages: ['smoke', 'pr', 'main'],
  tags: ['light'],
  effect: 'disturbs',
  needs: ['scrape'],
  targets: ['reference'],
  proves: ['PER-05/light-load'],
  timeoutMs: 90_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: allThresholds(
    { api: 140, web: 100, all: 260 },
    { metric: 'load.iterations_at_full_rate', limit: 'smoke.rate', minSamples: 260 },
    6,
  ).map((limit) => ({ ...limit, proves: ['PER-05/light-load'] })),
  options: {
    script: 'smoke.k6.ts',
    metrics: ALL_METRICS,
  },
});
