import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/sast',
  title: "No rule finds a weakness in the product's source.",
  owner: 'quality',
  engine: 'semgrep',
  stages: ['pr', 'main', 'release'],
  tags: ['sast', 'static'],
  effect: 'reads',
  proves: ['SEC-04/owasp', 'SEC-04/whole'],
  timeoutMs: 600_000,
  weight: 'heavy',
  expects: { checks: 1 },
  thresholds: [
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 1, proves: [] },
  ],
  options: {
    subjects: ['source'],
    // The reference target's source lies in this checkout.
    folders: ['fixtures/targets'],
    except: [
      { files: '**/*.test.ts', reason: 'tests hand in what must be refused' },
      { files: '**/defects/**', reason: 'what is planted is wrong on purpose' },
    ],
  },
});
