import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/logs',
  title:
    'Each answer, run and try of a delivery has its line in the log, which says where it belongs and nothing of what was sent.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'logs'],
  effect: 'writes',
  needs: ['webhooks', 'scrape', 'logs', 'starts'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 8 },
  options: { config: '../../vitest.config.ts', files: ['logs.contract.ts', 'traffic.contract.ts'] },
});
