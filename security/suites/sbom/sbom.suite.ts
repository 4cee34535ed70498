import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/sbom',
  title:
    'CycloneDX and SPDX say what the product and this harness are made of, and every licence is allowed.',
  owner: 'quality',
  engine: 'sbom',
  stages: ['pr', 'main', 'release'],
  tags: ['sbom', 'static'],
  effect: 'reads',
  proves: [
    'SEC-03/cyclonedx-valid',
    'SEC-03/cyclonedx-complete',
    'SEC-03/spdx-valid',
    'SEC-03/spdx-complete',
  ],
  timeoutMs: 120_000,
  weight: 'light',
  expects: { checks: 6 },
  thresholds: [
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
  ],
  options: { subjects: ['source', 'harness'], licences: 'licences.json' },
});
