import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/every-endpoint',
  title: 'A minute of light load over every endpoint of API and web is answered quickly and without errors.',
  owner: 'quality',
  engine: 'k6',
  stages: ['main', 'nightly', 'release'],
  tags: ['light'],
  proves: ['PER-01'],
  timeoutMs: 150_000,
  weight: 'alone',
  expects: { checks: 3 },
  thresholds: [
    {
      metric: 'http_req_duration{service:api}.p95',
      op: '<',
      limit: { environment: 'api.p95' },
      unit: 'ms',
      minSamples: 300,
    },
    {
      metric: 'http_req_duration{service:web}.p95',
      op: '<',
      limit: { environment: 'web.p95' },
      unit: 'ms',
      minSamples: 200,
    },
    {
      metric: 'http_req_failed.rate',
      op: '<',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: 500,
    },
  ],
  options: {
    script: 'every-endpoint.k6.ts',
    metrics: ['http_req_duration{service:api}.p95', 'http_req_duration{service:web}.p95'],
  },
});
