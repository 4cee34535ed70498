import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/looks',
  title: 'Every page looks as it is stored, light and dark, wide and narrow.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['main', 'release'],
  tags: ['browser', 'visual'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 5 },
  options: { config: '../../../playwright.config.ts', files: ['looks.spec.ts'], workers: 1 },
});
