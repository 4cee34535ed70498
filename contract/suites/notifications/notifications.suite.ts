import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/notifications',
  title: 'Who started a run is notified once; unread ones are counted, and belong to one person.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 11 },
  options: { config: '../../vitest.config.ts', files: ['notifications.contract.ts'] },
});
