import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/headers',
  title:
    'Answers of API and web have their security headers; cookies and other origins are kept in their place.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 34 },
  options: {
    config: '../../vitest.config.ts',
    files: ['cross-origin.contract.ts', 'every-operation.contract.ts', 'headers.contract.ts'],
  },
});
