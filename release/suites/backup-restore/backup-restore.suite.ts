import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/backup-restore',
  title:
    'A backup taken while users write is restored elsewhere, row by row, with its policies and roles, in time; and what is wrong with a restored one is noticed.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['nightly', 'release'],
  tags: ['database', 'drill'],
  effect: 'disturbs',
  needs: ['backup', 'restore', 'database'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'alone',
  expects: { checks: 5 },
  options: { config: '../../vitest.config.ts', files: ['backup-restore.verify.ts'] },
});
