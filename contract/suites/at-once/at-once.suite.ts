import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/at-once',
  title:
    'Any two things that are done to one thing at the same moment are answered as described, and of many who delete it one did; steps take the time that they ask for.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['webhooks'],
  targets: ['reference'],
  timeoutMs: 180_000,
  weight: 'light',
  expects: { checks: 10 },
  options: { config: '../../vitest.config.ts', files: ['at-once.contract.ts', 'steps.contract.ts'] },
});
