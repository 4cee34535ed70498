import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/limits',
  title: 'Exactly as many requests pass as are allowed, on API and web, and guessing passwords is stopped.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 6 },
  options: { config: '../../vitest.config.ts', files: ['limits.contract.ts'] },
});
