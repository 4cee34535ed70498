import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/requests',
  title:
    'What each operation takes and refuses: every place of its body and query to its edges, and its keys.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'openapi'],
  effect: 'writes',
  needs: ['neighbour', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 90_000,
  // Apart from contract/openapi, whose lists would never end with what is made here.
  weight: 'light',
  expects: { checks: 30 },
  options: {
    config: '../../vitest.config.ts',
    files: ['edges.contract.ts', 'keys.contract.ts', 'raw.contract.ts'],
  },
});
