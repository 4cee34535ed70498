import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/fuzz',
  title:
    'Every operation of the API is asked rightly and wrongly: it answers as described, breaks at nothing and tells nothing.',
  owner: 'quality',
  engine: 'schemathesis',
  stages: ['main', 'release'],
  tags: ['dast', 'fuzz'],
  effect: 'writes',
  needs: ['webhooks'],
  permissions: ['active-scan'],
  targets: ['reference'],
  proves: ['SEC-08/input', 'SEC-08/leaks'],
  timeoutMs: 300_000,
  weight: 'heavy',
  // All of them: one that did not find what was planted for it is skipped.
  expects: { checks: 11 },
  thresholds: [
    { metric: 'findings.critical', op: '==', limit: 0, unit: 'findings', minSamples: 1000, proves: [] },
    { metric: 'findings.high', op: '==', limit: 0, unit: 'findings', minSamples: 1000, proves: [] },
    { metric: 'findings.medium', op: '==', limit: 0, unit: 'findings', minSamples: 1000, proves: [] },
  ],
  options: {
    signIn: {
      ...{ account: 'admin', kind: 'bearer', path: '/auth/login', canary: '/me' },
      ...{ username: 'email', password: 'password', token: 'token' },
    },
    leadingTo: { site: 'webhooks', path: '/hooks/fuzz' },
    // What takes the id of something that is under way, or failed, is met by chance.
    share: 0.7,
  },
});
