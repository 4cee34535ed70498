import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/meta-events',
  title: 'Meta-events and samples are taken once, validated as a whole, and can be queried.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 21 },
  options: { config: '../../vitest.config.ts', files: ['meta-events.contract.ts'] },
});
