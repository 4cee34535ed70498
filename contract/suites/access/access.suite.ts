import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/access',
  title:
    'Each role gets what it may of every endpoint and page, and nothing of another tenant; credentials that are over or forged get nothing; admin requests are audited.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 240_000,
  weight: 'light',
  expects: { checks: 115 },
  options: {
    config: '../../vitest.config.ts',
    files: [
      'access.contract.ts',
      'credentials.contract.ts',
      'strangers.contract.ts',
      'web-routes.contract.ts',
    ],
  },
});
