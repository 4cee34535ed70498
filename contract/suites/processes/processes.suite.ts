import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/processes',
  title:
    'Other processes of the product, started for it: what they refuse as configuration, and what each operation answers when time has gone by or something is away.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'processes'],
  effect: 'writes',
  needs: ['webhooks', 'queue', 'scrape', 'starts'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 36 },
  options: {
    config: '../../vitest.config.ts',
    files: [
      'broken.contract.ts',
      'clocks.contract.ts',
      'configuration.contract.ts',
      'dependencies.contract.ts',
      'worker.contract.ts',
    ],
  },
});
