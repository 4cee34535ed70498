import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/web-api',
  title: 'What the web expects of the API is written down as a pact, and the running API keeps it.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['smoke', 'pr', 'main', 'release'],
  tags: ['pact'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  // Each interaction is consumed and verified; one more check counts them in the written pact.
  expects: { checks: 9 },
  options: { config: '../../vitest.config.ts', files: ['web-api.pact.ts'] },
});
