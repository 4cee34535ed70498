import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/rollback',
  title:
    'A version that is slow, fails, leaks or loses data is seen while users are at work, a right one is let through, and the version before is back in all parts in time.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['nightly', 'release'],
  tags: ['deployment', 'drill'],
  effect: 'disturbs',
  needs: ['deploy', 'rollback', 'scrape'],
  targets: ['reference'],
  timeoutMs: 600_000,
  weight: 'alone',
  expects: { checks: 12 },
  options: { config: '../../vitest.config.ts', files: ['rollback.verify.ts'] },
});
