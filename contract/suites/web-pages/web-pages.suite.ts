import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/web-pages',
  title:
    'Pages are whole and show what the API tells, in their states and where it fails; what the web passes on arrives as it was.',
  owner: 'team-web',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  needs: ['source'],
  targets: ['reference'],
  timeoutMs: 180_000,
  weight: 'light',
  // 16 of the running web; the others of one that is started alone, with an API of the test's own.
  expects: { checks: 114 },
  options: {
    config: '../../vitest.config.ts',
    files: ['every-page.contract.ts', 'states.contract.ts', 'failures.contract.ts', 'relays.contract.ts'],
  },
});
