import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/search',
  title: "Search finds the tenant's own documents, the best first; no query breaks it.",
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 28 },
  options: { config: '../../vitest.config.ts', files: ['search.contract.ts'] },
});
