import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/secrets',
  title: 'No secret is in the tree or in any commit, of the product or of this harness.',
  owner: 'quality',
  engine: 'gitleaks',
  stages: ['pr', 'main', 'release'],
  tags: ['secrets', 'static'],
  effect: 'reads',
  proves: ['SEC-05/tree', 'SEC-05/history'],
  timeoutMs: 300_000,
  weight: 'heavy',
  expects: { checks: 3 },
  thresholds: [
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'commits.examined', op: '>=', limit: 1, unit: 'commits', minSamples: 1, proves: [] },
  ],
  options: { subjects: ['source', 'harness'], allowed: 'allowed.json' },
});
