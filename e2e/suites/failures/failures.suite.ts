import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/failures',
  title:
    'What breaks on our side is told on every page and form, with what to do and a way on, for everybody.',
  owner: 'team-web',
  engine: 'playwright',
  stages: ['main', 'release'],
  tags: ['browser', 'accessibility'],
  effect: 'writes',
  needs: ['starts'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 7 },
  options: { config: '../../../playwright.config.ts', files: ['failures.spec.ts'], workers: 1 },
});
