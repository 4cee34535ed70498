import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/migrations',
  title:
    'Migrations apply on a copy with data while users write and somebody reads for long; the version that runs now goes on with the new schema.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['nightly', 'release'],
  tags: ['database', 'drill'],
  // The load of a backup and of a copy.
  effect: 'disturbs',
  needs: ['backup', 'restore', 'migrate', 'database', 'source', 'starts'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'alone',
  expects: { checks: 9 },
  options: { config: '../../vitest.config.ts', files: ['migrations.verify.ts'] },
});
