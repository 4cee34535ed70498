import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/web-vitals',
  title: 'The main pages show quickly, do not jump, and answer what somebody does.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'reads',
  targets: ['reference'],
  timeoutMs: 120_000,
  // A measurement: a browser of another suite beside it would be measured too.
  weight: 'alone',
  expects: { checks: 7 },
  options: { config: '../../../playwright.config.ts', files: ['web-vitals.spec.ts'], workers: 1 },
});
