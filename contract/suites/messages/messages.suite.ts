import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'contract/messages',
  title:
    'Jobs in the queues, webhooks and the events of both streams are written down as pacts of messages, and kept.',
  owner: 'team-api',
  engine: 'vitest',
  stages: ['pr', 'main', 'release'],
  tags: ['pact', 'collector'],
  effect: 'writes',
  needs: ['webhooks', 'alerts', 'queue'],
  targets: ['reference'],
  timeoutMs: 90_000,
  weight: 'light',
  // 16 messages understood, 25 kept (events on both streams), 3 pacts that hold exactly these, 3 more of jobs, and one of signatures.
  expects: { checks: 48 },
  options: { config: '../../vitest.config.ts', files: ['messages.pact.ts'] },
});
