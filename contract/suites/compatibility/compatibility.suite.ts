import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/compatibility',
  title: 'Nothing that the published description of the API promises is taken back.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'reads',
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 4 },
  options: { config: '../../vitest.config.ts', files: ['compatibility.contract.ts'] },
});
