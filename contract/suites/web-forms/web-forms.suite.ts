import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/web-forms',
  title:
    'Every form that pages hold, sent by another site and by nobody; forms sent well and wrongly; what programs ask the web.',
  owner: 'team-web',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['http'],
  effect: 'writes',
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  expects: { checks: 58 },
  options: {
    config: '../../vitest.config.ts',
    files: [
      'description.contract.ts',
      'every-form.contract.ts',
      'things.contract.ts',
      'upload-form.contract.ts',
      'session.contract.ts',
      'programs.contract.ts',
    ],
  },
});
