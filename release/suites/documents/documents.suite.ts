import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/documents',
  title:
    'The documents agree with the product: error codes and their solutions, variables, who may ask what; runbooks are there.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['nightly', 'release'],
  tags: ['documents', 'read-only'],
  // An admin's operations are refused to whom it asks as.
  effect: 'reads',
  needs: ['source'],
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 13 },
  options: { config: '../../vitest.config.ts', files: ['documents.verify.ts'] },
});
