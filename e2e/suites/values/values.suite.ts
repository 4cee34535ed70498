import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/values',
  title: 'Every page shows what the API gives: its values, their order, and its instants.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 3 },
  options: { config: '../../../playwright.config.ts', files: ['values.spec.ts'] },
});
