import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/metrics',
  title: 'API, web and worker expose the agreed series with their labels, and what they count is true.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'prometheus'],
  effect: 'writes',
  needs: ['webhooks'],
  targets: ['reference'],
  timeoutMs: 120_000,
  // What it counts exactly are refusals, of which other suites make many.
  weight: 'alone',
  expects: { checks: 49 },
  options: {
    config: '../../vitest.config.ts',
    files: ['metrics.contract.ts', 'requests.contract.ts', 'jobs.contract.ts'],
  },
});
