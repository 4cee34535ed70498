import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/sast-harness',
  title: 'No rule finds a weakness in the source of this harness.',
  owner: 'quality',
  engine: 'semgrep',
  // A minute and a half: too long for each pull request of a product.
  stages: ['main', 'release'],
  tags: ['sast', 'static'],
  effect: 'reads',
  proves: [],
  timeoutMs: 900_000,
  weight: 'heavy',
  expects: { checks: 1 },
  thresholds: [
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 1 },
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1 },
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 1 },
  ],
  options: {
    subjects: ['harness'],
    except: [
      { files: '**/*.test.ts', reason: 'tests hand in what must be refused' },
      { files: 'scripts/acceptance/strangers/**', reason: 'files as strangers write them' },
      { files: 'fixtures/targets/**', reason: 'security/sast reads them' },
    ],
  },
});
