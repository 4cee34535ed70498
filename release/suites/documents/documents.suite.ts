import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'release/documents',
  title:
    'The documents agree with the product: error codes and their solutions, variables, who may ask what; runbooks are there.',
  owner: 'sre',
  engine: 'vitest',
  stages: ['nightly', 'release'],
  tags: ['documents'],
  // It asks for each operation without a body, of things that are not there: one of them marks all notifications as read.
  effect: 'writes',
  needs: ['source', 'scrape'],
  targets: ['reference'],
  timeoutMs: 60_000,
  weight: 'light',
  expects: { checks: 16 },
  options: { config: '../../vitest.config.ts', files: ['documents.verify.ts'] },
});
