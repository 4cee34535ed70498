import { defineSuite } from '../../../kernel/suite.ts';
import { ALWAYS_PROVEN, recoversWithin, steadyState } from '../steady-state.ts';

const LATENCY_MS = 100;
const RECOVERY_MS = 5_000;
const BORNE = 'RES-01/latency/api-postgres';
const proves = ['RES-03/during', BORNE];

export default defineSuite({
  name: 'chaos/api-postgres-latency',
  title: 'A slow network to Postgres makes the API slower and breaks nothing.',
  owner: 'quality',
  engine: 'experiment',
  stages: ['smoke', 'main', 'nightly', 'release'],
  tags: ['latency', 'api-postgres'],
  effect: 'disturbs',
  needs: ['links'],
  targets: ['reference'],
  proves: [BORNE, ...ALWAYS_PROVEN],
  timeoutMs: 120_000,
  weight: 'alone',
  expects: { checks: 6 },
  thresholds: [
    ...steadyState('before'),
    // Every request makes at least one round trip to Postgres: the load itself felt the fault.
    {
      metric: 'during.http_req_duration.p50',
      op: '>=',
      limit: LATENCY_MS,
      unit: 'ms',
      minSamples: 15,
      proves,
    },
    // A transaction is three round trips, and a new connection some more.
    { metric: 'during.http_req_duration.p95', op: '<=', limit: 1_500, unit: 'ms', minSamples: 15, proves },
    {
      metric: 'during.http_req_failed.rate',
      op: '<=',
      limit: { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: 15,
      proves,
    },
    recoversWithin(RECOVERY_MS, BORNE),
    ...steadyState('after', BORNE),
  ],
  options: {
    hypothesis: `With ${LATENCY_MS} ms more on every answer of Postgres, each API request still succeeds, 95 % of them within 1.5 s, and health stays ready.`,
    faults: [{ fault: 'latency', link: 'api-postgres', options: { latencyMs: LATENCY_MS } }],
    load: { script: '../tenant-traffic.k6.ts', perSecond: 5 },
    phasesMs: { before: 5_000, during: 5_000, after: 5_000 },
    recoveryWithinMs: RECOVERY_MS,
    probe: { url: 'api', path: '/api/health', during: { status: 200, withinMs: 2_000 } },
  },
});
