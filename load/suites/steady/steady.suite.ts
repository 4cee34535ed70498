import { defineSuite, type Threshold } from '../../../kernel/suite.ts';
import { ALL_METRICS, ALL_PROVEN, allThresholds } from '../shared/thresholds.ts';

const SERVICES = ['api', 'web', 'worker'] as const;

function memoryThreshold(service: (typeof SERVICES)[number]): Threshold {
  return {
    metric: `target.${service}.memory_mb.max`,
    op: '<',
    limit: 200,
    unit: 'MB',
    minSamples: 20,
    proves: [],
  };
}

export default defineSuite({
  name: 'load/steady',
  title:
    'Five minutes of a realistic mix at 50 iterations a second: not one error, and no service grows fat.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  effect: 'disturbs',
  needs: ['scrape'],
  targets: ['reference'],
  proves: [...ALL_PROVEN],
  timeoutMs: 10 * 60_000,
  weight: 'alone',
  expects: { checks: 3 },
  thresholds: [
    ...allThresholds(
      { api: 5000, web: 2000, all: 10_000 },
      { metric: 'load.iterations_at_full_rate', limit: 'steady.rate', minSamples: 10_000 },
      20,
    ),
    { metric: 'http_req_failed.rate', op: '==', limit: 0, unit: 'ratio', minSamples: 10_000, proves: [] },
    { metric: 'checks.rate', op: '==', limit: 1, unit: 'ratio', minSamples: 10_000, proves: [] },
    ...SERVICES.map(memoryThreshold),
  ],
  options: {
    script: '../../scenarios/mix.k6.ts',
    profile: 'steady',
    metrics: ALL_METRICS,
    env: { SESSIONS: '8' },
  },
});
