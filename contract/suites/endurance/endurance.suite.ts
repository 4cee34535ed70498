import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/endurance',
  title:
    'Many requests and connections leave no memory, file or connection behind; events are kept as long as is said.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['http', 'processes', 'streams'],
  effect: 'writes',
  needs: ['starts', 'queue', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 420_000,
  // It looks for what grows in processes of its own, which takes much of the machine.
  weight: 'heavy',
  expects: { checks: 11 },
  options: { config: '../../vitest.config.ts', files: ['growth.contract.ts', 'history.contract.ts'] },
});
