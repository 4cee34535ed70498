import { defineSuite } from '../../../kernel/suite.ts';
import { USUAL_METRICS, usualThresholds } from '../shared/thresholds.ts';

export default defineSuite({
  name: 'load/every-endpoint',
  title: 'A minute of light load over every endpoint of API and web is answered quickly and without errors.',
  owner: 'quality',
  engine: 'k6',
  stages: ['main', 'nightly', 'release'],
  tags: ['light'],
  effect: 'disturbs',
  needs: ['webhooks'],
  targets: ['reference'],
  proves: ['PER-01/api-p95', 'PER-01/web-p95', 'PER-01/errors', 'FUN-11/web-p95'],
  timeoutMs: 150_000,
  weight: 'alone',
  expects: { checks: 3 },
  thresholds: usualThresholds(
    { api: 300, web: 200, all: 500 },
    { api: ['PER-01/api-p95'], web: ['PER-01/web-p95', 'FUN-11/web-p95'], errors: ['PER-01/errors'] },
  ),
  options: {
    script: 'every-endpoint.k6.ts',
    metrics: USUAL_METRICS,
  },
});
