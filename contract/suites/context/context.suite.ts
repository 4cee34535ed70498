import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/context',
  title:
    'Request id, trace and tenant come back from every hop and reach the webhook; one trace joins them all.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'collector'],
  effect: 'writes',
  needs: ['webhooks', 'spans'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 32 },
  options: { config: '../../vitest.config.ts', files: ['context.contract.ts'] },
});
