import { defineSuite } from '../../../kernel/suite.ts';

export default defineSuite({
  name: 'load/knee',
  title: 'The rate at which the limits break is found, and is above what the environment must bear.',
  owner: 'sre',
  engine: 'k6',
  stages: ['nightly'],
  tags: ['profile'],
  effect: 'disturbs',
  targets: ['reference'],
  proves: ['PER-02/knee'],
  timeoutMs: 30 * 60_000,
  weight: 'alone',
  expects: { checks: 1 },
  thresholds: [
    { metric: 'knee.rate', op: '>=', limit: { environment: 'knee.rate' }, unit: '1/s', minSamples: 1 },
  ],
  options: { script: '../../scenarios/mix.k6.ts', profile: 'knee', env: { SESSIONS: '16' } },
});
