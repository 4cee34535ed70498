import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/row-level-security',
  title:
    'In the database itself, as the role of the product, each tenant reads and writes its own rows alone; each way to take that away is noticed.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['database'],
  // Everything is rolled back.
  effect: 'reads',
  needs: ['database', 'source', 'neighbour'],
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  // All of them: a table that could not be tried is skipped.
  expects: { checks: 65 },
  options: { config: '../../vitest.config.ts', files: ['row-level-security.contract.ts'] },
});
