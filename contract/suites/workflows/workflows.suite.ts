import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/workflows',
  title:
    'Workflows and runs: lists, conditional requests, idempotency, progress to the end, cancelling, deleting.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 49 },
  options: {
    config: '../../vitest.config.ts',
    files: ['idempotency.contract.ts', 'reading.contract.ts', 'workflows.contract.ts'],
  },
});
