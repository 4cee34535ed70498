import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/sca',
  title:
    'No dependency at run time, of the product or of this harness, is under a high or critical advisory.',
  owner: 'quality',
  engine: 'osv-scanner',
  stages: ['pr', 'main', 'release'],
  tags: ['sca', 'static'],
  effect: 'reads',
  proves: ['SEC-01/critical-high'],
  timeoutMs: 300_000,
  weight: 'light',
  expects: { checks: 1 },
  thresholds: [
    // Also of what is for development only: that runs where we build.
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'database.age', op: '<=', limit: 7, unit: 'days', minSamples: 1, proves: [] },
  ],
  options: { subjects: ['source', 'harness'], database: { variable: 'HARNESS_OSV_DATABASE' }, maxAgeDays: 7 },
});
