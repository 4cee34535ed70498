import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'security/active',
  title:
    'Every input of the API and of every form is attacked: what is sent is only text, leads nowhere else, and breaks and tells nothing.',
  owner: 'quality',
  engine: 'vitest',
  stages: ['main', 'release'],
  tags: ['dast', 'active'],
  effect: 'writes',
  permissions: ['active-scan'],
  targets: ['reference'],
  timeoutMs: 300_000,
  weight: 'light',
  // All of them: one that was not seen to find what was planted for it is skipped.
  expects: { checks: 13 },
  options: { config: '../../vitest.config.ts', files: ['active.contract.ts'] },
});
