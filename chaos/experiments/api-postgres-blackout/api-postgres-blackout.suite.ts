import { defineSuite } from '../../../kernel/suite.ts';
import { ALWAYS_PROVEN, recoversWithin, steadyState } from '../steady-state.ts';

const RECOVERY_MS = 5_000;
const BORNE = 'RES-01/blackout/api-postgres';
const DURING = ['RES-03/during', BORNE];

export default defineSuite({
  name: 'chaos/api-postgres-blackout',
  title:
    'Without Postgres the API says so quickly instead of hanging, and works again when Postgres is back.',
  owner: 'quality',
  engine: 'experiment',
  stages: ['smoke', 'main', 'nightly', 'release'],
  tags: ['blackout', 'api-postgres'],
  effect: 'disturbs',
  needs: ['links'],
  targets: ['reference'],
  proves: [BORNE, ...ALWAYS_PROVEN, 'RES-05/timeout-postgres', 'REL-01/api', 'REL-01/database', 'CON-04/503'],
  timeoutMs: 120_000,
  weight: 'alone',
  expects: { checks: 6 },
  thresholds: [
    ...steadyState('before'),
    // The load itself felt the fault: some requests that ended during it had got through before.
    {
      metric: 'during.http_req_failed.rate',
      op: '>=',
      limit: 0.5,
      unit: 'ratio',
      minSamples: 10,
      proves: DURING,
    },
    // Nothing hangs: up to 1 s for a connection and 2.5 s for an answer, then 503.
    {
      metric: 'during.http_req_duration.p95',
      op: '<=',
      limit: 4_500,
      unit: 'ms',
      minSamples: 10,
      proves: [...DURING, 'RES-05/timeout-postgres'],
    },
    // Every answer was a documented one.
    {
      metric: 'during.checks.rate',
      op: '==',
      limit: 1,
      unit: 'ratio',
      minSamples: 10,
      proves: [...DURING, 'CON-04/503'],
    },
    {
      metric: 'recovery.checks.rate',
      op: '==',
      limit: 1,
      unit: 'ratio',
      minSamples: 10,
      proves: ['RES-03/after', BORNE],
    },
    recoversWithin(RECOVERY_MS, BORNE),
    ...steadyState('after', BORNE),
  ],
  options: {
    hypothesis:
      'While Postgres is out of reach, requests end within the API timeouts with a documented 503 and health says unready within 2 s; after it, errors are below the usual limit again.',
    faults: [{ fault: 'blackout', link: 'api-postgres', options: {} }],
    load: { script: '../tenant-traffic.k6.ts', perSecond: 5 },
    // The first requests need 2.5 s to fail: enough of them must end in this phase.
    phasesMs: { before: 5_000, during: 7_000, after: 5_000 },
    recoveryWithinMs: RECOVERY_MS,
    probe: { url: 'api', path: '/api/health', during: { status: 503, withinMs: 2_000 } },
  },
});
