import { defineSuites, type Threshold } from '../../../kernel/suite.ts';
import { ALWAYS_PROVEN, recoversWithin, steadyState } from '../steady-state.ts';

const RECOVERY_MS = 5_000;
const SLOWEST = 'recovery.http_req_duration.max';

interface Pause {
  readonly process: string;
  readonly title: string;
  readonly hypothesis: string;
  /** That the load itself felt it, and how it bore it. */
  readonly felt: readonly Threshold[];
  /** Whose health tells of it. */
  readonly seenBy: string;
  /** What it shows beside the pause. */
  readonly shown: readonly string[];
}

/** A limit is of its phase, whatever it shows beside that. */
function provenBy({ metric, proves = [] }: Threshold, borne: string): string[] {
  return [metric.startsWith('during.') ? 'RES-03/during' : 'RES-03/after', borne, ...proves];
}

/** One experiment for each. */
const PAUSES: readonly Pause[] = [
  {
    process: 'api',
    title:
      'While the API stands still its clients wait and the web says so; when it goes on, everybody is answered.',
    hypothesis:
      'While the API stands still the web says within 2 s that it is not ready; when it goes on, all that waited for it is answered, and soon everything is as before.',
    felt: [
      // What was asked while it stood still was answered when it went on, seconds later.
      { metric: 'recovery.http_req_duration.p95', op: '>=', limit: 2_000, unit: 'ms', minSamples: 30 },
      // Every answer was a documented one; what was in the middle of something may have run out of time.
      { metric: 'recovery.checks.rate', op: '==', limit: 1, unit: 'ratio', minSamples: 30 },
      { metric: 'recovery.http_req_failed.rate', op: '<=', limit: 0.1, unit: 'ratio', minSamples: 30 },
    ],
    seenBy: 'web',
    shown: ['REL-01/web'],
  },
  {
    process: 'postgres',
    title: 'While Postgres stands still the API says so instead of hanging, and works again when it goes on.',
    hypothesis:
      'While Postgres stands still, with connections that stay open, requests end within the API timeouts with a documented 503 and health says unready within 2 s; after it, errors are below the usual limit again.',
    felt: [
      { metric: 'during.http_req_failed.rate', op: '>=', limit: 0.5, unit: 'ratio', minSamples: 10 },
      // Nothing hangs: up to 1 s for a connection and 2.5 s for an answer, then 503.
      {
        metric: 'during.http_req_duration.p95',
        op: '<=',
        limit: 4_500,
        unit: 'ms',
        minSamples: 10,
        proves: ['RES-05/timeout-postgres'],
      },
      {
        metric: 'during.checks.rate',
        op: '==',
        limit: 1,
        unit: 'ratio',
        minSamples: 10,
        proves: ['CON-04/503'],
      },
      { metric: 'recovery.checks.rate', op: '==', limit: 1, unit: 'ratio', minSamples: 10 },
      // Nor did the one or two on connections that were open before: without a limit they would end only when Postgres goes on.
      {
        metric: SLOWEST,
        op: '<=',
        limit: 4_500,
        unit: 'ms',
        minSamples: 10,
        proves: ['RES-05/timeout-postgres'],
      },
    ],
    seenBy: 'api',
    shown: ['RES-05/timeout-postgres', 'CON-04/503', 'REL-01/api', 'REL-01/database'],
  },
];

export default defineSuites(
  PAUSES.map(({ process, title, hypothesis, felt, seenBy, shown }) => ({
    name: `chaos/${process}-pause`,
    title,
    owner: 'quality',
    engine: 'experiment',
    stages: ['main', 'nightly', 'release'],
    tags: ['process-pause', process],
    effect: 'disturbs',
    needs: ['processes'],
    targets: ['reference'],
    proves: [`RES-02/pause/${process}`, ...ALWAYS_PROVEN, ...shown],
    timeoutMs: 120_000,
    weight: 'alone',
    expects: { checks: 6 },
    thresholds: [
      ...steadyState('before'),
      ...felt.map((limit) => ({ ...limit, proves: provenBy(limit, `RES-02/pause/${process}`) })),
      recoversWithin(RECOVERY_MS, `RES-02/pause/${process}`),
      ...steadyState('after', `RES-02/pause/${process}`),
    ],
    options: {
      hypothesis,
      faults: [{ fault: 'process-pause', process, options: {} }],
      load: { script: '../tenant-traffic.k6.ts', perSecond: 5 },
      // Shorter than the load waits for an answer (8 s), and long enough for requests to fail in it.
      phasesMs: { before: 5_000, during: 6_000, after: 5_000 },
      recoveryWithinMs: RECOVERY_MS,
      metrics: [SLOWEST],
      probe: { url: seenBy, path: '/api/health', during: { status: 503, withinMs: 2_000 } },
    },
  })),
);
