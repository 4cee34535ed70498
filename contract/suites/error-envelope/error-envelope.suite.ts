import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/error-envelope',
  title: 'Every refusal of the API has the one envelope, and request id, trace and tenant come back.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['smoke', 'pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 15 },
  options: { config: '../../vitest.config.ts', files: ['error-envelope.contract.ts'] },
});
