import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/webhooks',
  title:
    'Webhooks are signed, tried again, dead after five tries, driven again, and go to allowed hosts only.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'collector'],
  effect: 'writes',
  needs: ['neighbour', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 18 },
  options: { config: '../../vitest.config.ts', files: ['deliveries.contract.ts', 'webhooks.contract.ts'] },
});
