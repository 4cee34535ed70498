import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/verify',
  title:
    'What runs there is whole: every part is healthy, pages and live channels open, no migration is pending.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['verify'],
  tags: ['http', 'read-only'],
  // It signs in and out, and asks for nothing that an admin's audit log would tell of.
  effect: 'reads',
  needs: ['scrape'],
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 7 },
  options: { config: '../../vitest.config.ts', files: ['deployment.verify.ts'] },
});
