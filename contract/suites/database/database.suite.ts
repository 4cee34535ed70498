import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/database',
  title: 'The database is what was published: its tables, columns, constraints, indexes, policies, grants and functions.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['postgres'],
  effect: 'reads',
  needs: ['database'],
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 8 },
  options: { config: '../../vitest.config.ts', files: ['database.contract.ts'] },
});
