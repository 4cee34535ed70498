import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/smoke',
  title: 'Ten requests a second for 20 s over web and API are answered quickly and without errors.',
  owner: 'quality',
  engine: 'k6',
  stages: ['smoke', 'pr', 'main'],
  tags: ['light'],
  proves: ['PER-05'],
  timeoutMs: 90_000,
  weight: 'alone',
  expects: { checks: 2 },
  thresholds: [
    {
      metric: 'http_req_duration{service:api}.p95',
      op: '<',
      limit: { environment: 'api.p95' },
      unit: 'ms',
      minSamples: 100,
    },
    {
      metric: 'http_req_duration{service:web}.p95',
      op: '<',
      limit: { environment: 'web.p95' },
      unit: 'ms',
      minSamples: 60,
    },
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: 180,
    },
  ],
  options: {
    script: 'smoke.k6.ts',
    metrics: ['http_req_duration{service:api}.p95', 'http_req_duration{service:web}.p95'],
  },
});
