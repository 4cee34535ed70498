import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/pages',
  title: 'Every page is reached, is accessible with keyboard and phone, and compares with its baseline.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 24 },
  options: {
    config: '../../../playwright.config.ts',
    files: ['pages.spec.ts', 'barriers.spec.ts', 'walks.spec.ts', 'tabs.spec.ts', 'script.spec.ts'],
  },
});
