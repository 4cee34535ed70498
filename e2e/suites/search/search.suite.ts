import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'e2e/search',
  title: "Search finds the tenant's own documents, marked and ranked, and takes any query.",
  owner: 'team-web',
  engine: 'playwright',
  stages: ['pr', 'main', 'release'],
  tags: ['browser'],
  effect: 'reads',
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 5 },
  options: { config: '../../../playwright.config.ts', files: ['search.spec.ts'] },
});
