import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/spike',
  title: 'Users who come all at once, again and again, are served; afterwards all is as before.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly', 'release'],
  tags: ['profile'],
  proves: ['PER-03'],
  timeoutMs: 20 * 60_000,
  weight: 'alone',
  expects: { checks: 2 },
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
      minSamples: 100,
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
    script: '../../scenarios/mix.k6.ts',
    profile: 'spike',
    metrics: ['http_req_duration{service:api}.p95', 'http_req_duration{service:web}.p95'],
    env: { SESSIONS: '80' },
  },
});
