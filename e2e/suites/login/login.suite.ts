import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/login',
  title: 'A user and an admin sign in and see what is theirs; a wrong password is answered helpfully.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['smoke', 'pr', 'main', 'release'],
  tags: ['browser', 'accessibility'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 6 },
  options: { config: '../../../playwright.config.ts', files: ['login.spec.ts'] },
});
