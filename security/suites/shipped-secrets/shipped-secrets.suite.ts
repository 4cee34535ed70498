import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/shipped-secrets',
  title: 'Nothing that the product ships, answers or logs holds a secret that it was given or hands out.',
  owner: 'quality',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['secrets'],
  effect: 'writes',
  needs: ['logs', 'starts'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 6 },
  options: { config: '../../vitest.config.ts', files: ['shipped-secrets.contract.ts'] },
});
