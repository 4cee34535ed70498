import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/notifications',
  title: 'Notifications tell of runs, and are read once.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 3 },
  options: { config: '../../../playwright.config.ts', files: ['notifications.spec.ts'] },
});
