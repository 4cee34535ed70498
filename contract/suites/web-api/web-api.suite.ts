import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/web-api',
  title:
    'All that the web asks of the API is written down as a pact by the web itself, and the running API keeps it.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['smoke', 'pr', 'main', 'release'],
  tags: ['pact'],
  effect: 'writes',
  needs: ['webhooks', 'source'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  // 51 visits of the web and 59 interactions that the API keeps; three more see that the pact holds them all, and no other than described.
  expects: { checks: 113 },
  options: { config: '../../vitest.config.ts', files: ['web-api.pact.ts'] },
});
