import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/streams',
  title:
    'Events reach server-sent events and Socket.IO at once, as agreed, without gap, and only their tenant.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http', 'streams'],
  effect: 'writes',
  needs: ['neighbour'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 26 },
  options: {
    config: '../../vitest.config.ts',
    files: ['idle.contract.ts', 'socket.contract.ts', 'sse.contract.ts'],
  },
});
