import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/dependencies',
  title:
    'What the lockfile installs is what packages ask for: versions, peers, Node; and nothing is deprecated without a way on.',
  owner: 'quality',
  engine: 'lockfile',
  stages: ['pr', 'main', 'release'],
  tags: ['sca', 'static'],
  effect: 'reads',
  proves: ['SEC-01/declared', 'SEC-01/peers', 'SEC-01/engines', 'SEC-01/deprecated'],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 4 },
  thresholds: [
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
  ],
  options: { subjects: ['source', 'harness'] },
});
