import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/uploads',
  title: 'Files are sent, listed and come back the same; limits are answered clearly.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 4 },
  options: { config: '../../../playwright.config.ts', files: ['uploads.spec.ts'] },
});
