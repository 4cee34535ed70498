import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/alerts',
  title: 'A failing workflow opens one alert, which counts, resolves, and reaches the people on call once.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'collector'],
  effect: 'writes',
  needs: ['alerts'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 13 },
  options: { config: '../../vitest.config.ts', files: ['alerts.contract.ts'] },
});
