import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/access',
  title:
    'Each role gets what it may of every endpoint, and nothing of another tenant; admin requests are audited.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 80 },
  options: {
    config: '../../vitest.config.ts',
    files: ['access.contract.ts', 'credentials.contract.ts', 'strangers.contract.ts'],
  },
});
