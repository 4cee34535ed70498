import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/browser-reports',
  title:
    'What breaks in a browser, and how fast pages are there, reaches the collector, without anything personal.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  needs: ['reports'],
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 4 },
  options: { config: '../../../playwright.config.ts', files: ['browser-reports.spec.ts'] },
});
