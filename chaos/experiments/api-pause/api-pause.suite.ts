import { defineSuite } from '../../../kernel/suite.ts';
import { recoversWithin, steadyState } from '../steady-state.ts';

const RECOVERY_MS = 5_000;

export default defineSuite({
  name: 'chaos/api-pause',
  title:
    'While the API stands still its clients wait and the web says so; when it goes on, everybody is answered.',
  owner: 'quality',
  engine: 'experiment',
  stages: ['main', 'nightly', 'release'],
  tags: ['process-pause', 'api'],
  // Not RES-02: that asks for every process to be paused, killed and restarted.
  proves: ['RES-03'],
  timeoutMs: 120_000,
  weight: 'alone',
  expects: { checks: 5 },
  thresholds: [
    ...steadyState('before'),
    // The load itself felt the fault: what was asked while the API stood still was answered when it went on, seconds later.
    { metric: 'recovery.http_req_duration.p95', op: '>=', limit: 2_000, unit: 'ms', minSamples: 30 },
    // Every answer was a documented one; what was in the middle of something may have run out of time.
    { metric: 'recovery.checks.rate', op: '==', limit: 1, unit: 'ratio', minSamples: 30 },
    { metric: 'recovery.http_req_failed.rate', op: '<=', limit: 0.1, unit: 'ratio', minSamples: 30 },
    recoversWithin(RECOVERY_MS),
    ...steadyState('after'),
  ],
  options: {
    hypothesis:
      'While the API stands still the web says within 2 s that it is not ready; when it goes on, all that waited for it is answered, and soon everything is as before.',
    faults: [{ fault: 'process-pause', process: 'api', options: {} }],
    load: { script: '../tenant-traffic.k6.ts', perSecond: 5 },
    // Shorter than the load waits for an answer (8 s).
    phasesMs: { before: 5_000, during: 6_000, after: 5_000 },
    recoveryWithinMs: RECOVERY_MS,
    probe: { url: 'web', path: '/api/health', during: { status: 503, withinMs: 2_000 } },
  },
});
