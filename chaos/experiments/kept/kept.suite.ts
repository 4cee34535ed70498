import { defineSuites, type Threshold } from '../../../kernel/suite.ts';
import { historyWhere, provenBy, type Shown } from '../client/promises.ts';
import { recoversWithin, steadyState } from '../steady-state.ts';

interface Row extends Shown {
  readonly name: string;
  readonly title: string;
  readonly fault: object;
  readonly on: 'links' | 'processes';
  readonly probe: { readonly url: string; readonly status: number };
  readonly recoveryMs: number;
  readonly duringMs?: number;
}

/** What stands between an acknowledgement and what becomes of it: the API, its database, its queue, who works, and who is told. */
const ROWS: readonly Row[] = [
  {
    name: 'api-postgres-blackout',
    title:
      'The database is out of reach of the API: what was acknowledged is there in the end, and nothing twice.',
    fault: { fault: 'blackout', link: 'api-postgres' },
    on: 'links',
    probe: { url: 'api', status: 503 },
    recoveryMs: 6_000,
    answers: false,
    streams: false,
  },
  {
    name: 'api-kill',
    title:
      'The API is killed in the middle of everything: nothing acknowledged is lost, nothing happens twice.',
    fault: { fault: 'process-kill', process: 'api' },
    on: 'processes',
    probe: { url: 'web', status: 503 },
    recoveryMs: 12_000,
    answers: false,
    streams: false,
  },
  {
    name: 'postgres-kill',
    title:
      'Postgres is killed in the middle of everything: nothing acknowledged is lost, nothing happens twice.',
    fault: { fault: 'process-kill', process: 'postgres' },
    on: 'processes',
    probe: { url: 'api', status: 503 },
    recoveryMs: 12_000,
    answers: false,
    streams: false,
  },
  {
    name: 'worker-kill',
    title: 'The worker is killed in the middle of its jobs: each is done once, and told once.',
    fault: { fault: 'process-kill', process: 'worker' },
    on: 'processes',
    probe: { url: 'api', status: 200 },
    recoveryMs: 12_000,
    answers: true,
    streams: false,
  },
  {
    name: 'worker-pause',
    title:
      'The worker stands still for longer than it holds its jobs: each is done once all the same, and told once.',
    fault: { fault: 'process-pause', process: 'worker' },
    on: 'processes',
    probe: { url: 'api', status: 200 },
    recoveryMs: 6_000,
    // The product's workers hold a job for 10 s, and every 5 s look for those that nobody holds any more.
    duringMs: 17_000,
    answers: true,
    streams: false,
  },
  {
    name: 'redis-pause',
    title: 'The queue stands still: whatever was accepted is done once, and told once, when it goes on.',
    fault: { fault: 'process-pause', process: 'redis' },
    on: 'processes',
    probe: { url: 'api', status: 503 },
    recoveryMs: 6_000,
    answers: false,
    streams: false,
    // Without Redis nobody is known, so nothing new is accepted; and what it was sent before, it does when it goes on. No run is left out of
    // the queue, and whether the product would find such a one is not shown.
    unshown: ['RES-04/jobs-kept'],
  },
  {
    name: 'api-storage-blackout',
    title:
      'The object store is out of reach: no upload is acknowledged that is not there, byte for byte, in the end.',
    fault: { fault: 'blackout', link: 'api-storage' },
    on: 'links',
    probe: { url: 'api', status: 503 },
    recoveryMs: 6_000,
    answers: true,
    streams: true,
  },
  {
    name: 'worker-webhook-blackout',
    title: 'Whoever is to be told is out of reach: they are told all of it later, and each thing once.',
    fault: { fault: 'blackout', link: 'worker-webhook' },
    on: 'links',
    probe: { url: 'api', status: 200 },
    recoveryMs: 6_000,
    answers: true,
    streams: true,
  },
];

/** Whether anything was lost does not depend on how fast it went: beside a client that makes work for every part, answers may take longer. */
function usual(phase: 'before' | 'after'): readonly Threshold[] {
  return steadyState(phase).map((one) =>
    one.unit === 'ms' ? { ...one, limit: { environment: 'workflow.p95' } } : one,
  );
}

export default defineSuites(
  ROWS.map(({ name, title, fault, on, probe, recoveryMs, duringMs = 6_000, ...told }) => {
    const checks = historyWhere(told);
    return {
      name: `chaos/kept-${name}`,
      title,
      owner: 'quality',
      engine: 'experiment',
      stages: ['nightly', 'release'],
      tags: ['history', on],
      effect: 'disturbs',
      needs: [on, 'webhooks', 'neighbour'],
      targets: ['reference'],
      proves: [
        ...provenBy(checks),
        'RES-03/stated',
        'RES-03/during',
        'RES-03/after',
        'RES-03/put-back',
        'RES-05/recovery-time',
      ],
      timeoutMs: 180_000,
      weight: 'alone',
      expects: { checks: 6 + checks.length },
      thresholds: [
        ...usual('before'),
        // The load went on meanwhile, whatever became of it: the history says what.
        {
          metric: 'during.http_reqs.count',
          op: '>=',
          limit: 10,
          unit: 'requests',
          minSamples: 10,
          proves: [],
        },
        recoversWithin(recoveryMs),
        ...usual('after'),
      ],
      options: {
        hypothesis:
          'Whatever was acknowledged, before, during and after the fault, is there at the end, and happened once.',
        faults: [fault],
        load: { script: '../tenant-traffic.k6.ts', perSecond: 5 },
        client: { script: '../client/product.client.ts', checks },
        phasesMs: { before: 5_000, during: duringMs, after: 4_000 },
        recoveryWithinMs: recoveryMs,
        canaryTimeoutMs: 1_500,
        probe: { url: probe.url, path: '/api/health', during: { status: probe.status, withinMs: 2_000 } },
      },
    };
  }),
);
