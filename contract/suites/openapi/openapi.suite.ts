import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/openapi',
  title: 'The API describes itself in OpenAPI 3.1, and answers as it says.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'openapi'],
  effect: 'writes',
  needs: ['webhooks'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 128 },
  options: {
    config: '../../vitest.config.ts',
    files: ['openapi.contract.ts', 'pages.contract.ts', 'statuses.contract.ts'],
  },
});
