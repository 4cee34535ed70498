import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/readiness',
  title:
    'Each part says that it is not ready while one of those that it depends on is away or silent, and which; it is live all the while, and ready again.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['main', 'nightly', 'release'],
  tags: ['http', 'processes'],
  // It starts processes of its own, on a Redis database that nobody else uses.
  effect: 'writes',
  needs: ['starts'],
  targets: ['reference'],
  timeoutMs: 180_000,
  weight: 'light',
  expects: { checks: 6 },
  options: { config: '../../vitest.config.ts', files: ['readiness.contract.ts'] },
});
