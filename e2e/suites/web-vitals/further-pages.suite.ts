import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/web-vitals-of-further-pages',
  title: 'Login, admin and pages of one thing show quickly, do not jump, and answer what somebody does.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 120_000,
  // A measurement: a browser of another suite beside it would be measured too.
  weight: 'alone',
  expects: { checks: 3 },
  options: { config: '../../../playwright.config.ts', files: ['further-pages.spec.ts'], workers: 1 },
});
