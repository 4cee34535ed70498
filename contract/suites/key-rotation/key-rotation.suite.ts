import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/key-rotation',
  title:
    'The key of access tokens is changed step by step: whoever is signed in stays so meanwhile, and in the end what the old one signed is worth nothing.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['http', 'processes', 'streams'],
  // It starts processes of its own, on the target's stores.
  effect: 'writes',
  needs: ['starts'],
  targets: ['reference'],
  timeoutMs: 240_000,
  weight: 'light',
  expects: { checks: 5 },
  options: { config: '../../vitest.config.ts', files: ['key-rotation.contract.ts'] },
});
