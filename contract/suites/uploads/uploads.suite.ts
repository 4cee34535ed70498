import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/uploads',
  title:
    'Files come back byte for byte; size, type, name and digest are checked; links expire; nobody else sees them.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 33 },
  options: { config: '../../vitest.config.ts', files: ['uploads.contract.ts'] },
});
