import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/ends',
  title: 'Random sequences of what ends runs, with a model of the alerts and notifications that this makes.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 120_000,
  weight: 'light',
  // Apart from contract/sequences, whose runs would be told to the same people.
  expects: { checks: 1 },
  options: { config: '../../vitest.config.ts', files: ['ends.contract.ts'] },
});
