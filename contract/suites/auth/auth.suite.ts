import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/auth',
  title:
    'Signing in, refreshing and signing out work, and no token that was forged, used up or revoked is taken.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 30 },
  options: { config: '../../vitest.config.ts', files: ['auth.contract.ts'] },
});
