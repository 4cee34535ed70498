import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/database',
  title:
    'The database is what was published, to each column, constraint, policy and grant; and what is stored in it and was never queued is done.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['postgres'],
  effect: 'writes',
  needs: ['database', 'webhooks', 'logs'],
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 10 },
  options: { config: '../../vitest.config.ts', files: ['database.contract.ts', 'stored.contract.ts'] },
});
