import { defineSuite } from '../../../kernel/suite.ts';

/** How many more passed than the environment says are configured: none, and none fewer, in either of two windows. */
const exactly = (service: 'api' | 'web') =>
  (['min', 'max'] as const).map((stat) => ({
    metric: `rate_limit_excess{service:${service}}.${stat}`,
    op: '==' as const,
    limit: 0,
    unit: 'requests',
    minSamples: 2,
    proves: [`PER-08/${service}-max`],
  }));
const refused = (service: 'api' | 'web') => ({
  metric: `rate_limit_refused{service:${service}}.count`,
  op: '>=' as const,
  limit: 2,
  unit: 'count',
  minSamples: 2,
  proves: [`PER-08/${service}-max`],
});
const thresholds = [...exactly('api'), ...exactly('web')];

export default defineSuite({
  name: 'load/rate-limit',
  title:
    'In each window exactly as many requests of a session pass as are configured, on API and web; the rest are told how long to wait.',
  owner: 'quality',
  engine: 'k6',
  stages: ['main', 'nightly', 'release'],
  tags: ['light'],
  effect: 'disturbs',
  targets: ['reference'],
  proves: [
    'PER-08/api-max',
    'PER-08/web-max',
    'PER-08/api-retry-after',
    'PER-08/web-retry-after',
    'PER-08/configured',
    'PER-08/others',
  ],
  timeoutMs: 120_000,
  weight: 'alone',
  expects: { checks: 7 },
  thresholds: [
    ...thresholds,
    refused('api'),
    refused('web'),
    // Of all of them: a check alone fails only where it never passes.
    { metric: 'checks.rate', op: '==', limit: 1, unit: 'ratio', minSamples: 30 },
  ],
  options: {
    script: 'rate-limit.k6.ts',
    metrics: [
      ...thresholds.map(({ metric }) => metric),
      'rate_limit_refused{service:api}.count',
      'rate_limit_refused{service:web}.count',
    ],
  },
});
