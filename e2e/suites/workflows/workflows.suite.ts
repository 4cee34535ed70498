import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/workflows',
  title:
    'Workflows are created, run, watched live, cancelled and deleted; all but the watching works without the script.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 5 },
  options: { config: '../../../playwright.config.ts', files: ['workflows.spec.ts'] },
});
