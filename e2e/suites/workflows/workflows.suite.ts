import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/workflows',
  title: 'Workflows are created, run, watched live, cancelled and deleted.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main'],
  tags: ['browser'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 4 },
  options: { config: '../../../playwright.config.ts', files: ['workflows.spec.ts'] },
});
