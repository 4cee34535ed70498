import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/alerts',
  title: 'Alerts appear by themselves, are acknowledged and resolved.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 3 },
  options: { config: '../../../playwright.config.ts', files: ['alerts.spec.ts'] },
});
