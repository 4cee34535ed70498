import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/sequences',
  title: 'Random sequences of what two people and a stranger may do, every answer checked against a model.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 5 },
  options: {
    config: '../../vitest.config.ts',
    files: [
      'workflows.contract.ts',
      'documents.contract.ts',
      'batches.contract.ts',
      'sessions.contract.ts',
      'uploads.contract.ts',
    ],
  },
});
