import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/full-lists',
  title:
    'Of more than a list shows the newest are shown and the rest is on the next page; the store holds the files that are listed.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['starts', 'webhooks'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 6 },
  options: {
    config: '../../vitest.config.ts',
    files: ['full-lists.contract.ts', 'stored-files.contract.ts'],
  },
});
