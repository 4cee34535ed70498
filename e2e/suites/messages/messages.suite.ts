import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/messages',
  title: 'Each class of failure is told helpfully.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 11 },
  options: { config: '../../../playwright.config.ts', files: ['messages.spec.ts'] },
});
