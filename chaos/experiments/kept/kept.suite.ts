import { defineSuites, type Threshold } from '../../../kernel/suite.ts';
import { historyWhere, provenBy, type Shown } from '../client/promises.ts';
import { ERRORS_AFTER_SIGN_OUT } from '../matrix/rows.ts';
import { ALWAYS_PROVEN, recoversWithin, steadyState } from '../steady-state.ts';

interface Row {
  readonly name: string;
  readonly title: string;
  readonly faults: readonly object[];
  readonly on: 'links' | 'processes';
  readonly recoveryMs: number;
  /** Whose health tells of it, and with what status; the API's with 503 unless told. */
  readonly seenBy?: 'web';
  readonly status?: 200;
  readonly duringMs?: number;
  readonly shown?: Partial<Shown>;
  /** Sessions and streams are kept in memory alone, and are gone: everybody signs in again. */
  readonly forgets?: boolean;
}

type Told = Omit<Row, 'name' | 'faults' | 'on' | 'recoveryMs'>;

function blackout(link: string, told: Told): Row {
  const faults = [{ fault: 'blackout', link }];
  return { name: `${link}-blackout`, faults, on: 'links', recoveryMs: 6_000, ...told };
}

function kill(process: string, told: Told): Row {
  const faults = [{ fault: 'process-kill', process }];
  return { name: `${process}-kill`, faults, on: 'processes', recoveryMs: 12_000, ...told };
}

function pause(process: string, told: Told): Row {
  const faults = [{ fault: 'process-pause', process }];
  return { name: `${process}-pause`, faults, on: 'processes', recoveryMs: 6_000, ...told };
}

/** What stands between an acknowledgement and what becomes of it: the API, its database, its queue, who works, and who is told. */
const ROWS: readonly Row[] = [
  blackout('api-postgres', {
    title:
      'The database is out of reach of the API: what was acknowledged is there in the end, and nothing twice.',
  }),
  kill('api', {
    title:
      'The API is killed in the middle of everything: nothing acknowledged is lost, nothing happens twice.',
    seenBy: 'web',
  }),
  kill('postgres', {
    title:
      'Postgres is killed in the middle of everything: nothing acknowledged is lost, nothing happens twice.',
  }),
  kill('worker', {
    title: 'The worker is killed in the middle of its jobs: each is done once, and told once.',
    status: 200,
    shown: { answers: true },
  }),
  pause('worker', {
    title:
      'The worker stands still for longer than it holds its jobs: each is done once all the same, and told once.',
    status: 200,
    // The product's workers hold a job for 10 s, and every 5 s look for those that nobody holds any more.
    duringMs: 17_000,
    shown: { answers: true },
  }),
  pause('redis', {
    title: 'The queue stands still: whatever was accepted is done once, and told once, when it goes on.',
    // Without Redis nobody is known, so nothing new is accepted; and what it was sent before, it does when it goes on. No run is left out of
    // the queue, and whether the product would find such a one is not shown.
    shown: { unshown: ['RES-04/jobs-kept'] },
  }),
  {
    name: 'redis-kill',
    title:
      'The queue forgets what waits in it: each run that was accepted is done all the same, once, and told once.',
    // So many runs wait, for nobody works, when all that the queue holds is gone.
    faults: [
      { fault: 'process-pause', process: 'worker' },
      { fault: 'process-kill', process: 'redis', afterMs: 3_000 },
    ],
    on: 'processes',
    recoveryMs: 12_000,
    duringMs: 8_000,
    shown: { streams: 'none' },
    forgets: true,
  },
  blackout('api-storage', {
    title:
      'The object store is out of reach: no upload is acknowledged that is not there, byte for byte, in the end.',
    shown: { answers: true, streams: true },
  }),
  blackout('worker-webhook', {
    title: 'Whoever is to be told is out of reach: they are told all of it later, and each thing once.',
    status: 200,
    shown: { answers: true, streams: true },
  }),
];

/** Whether anything was lost does not depend on how fast it went: beside a client that makes work for every part, answers may take longer. */
function usual(phase: 'before' | 'after', errors?: number): readonly Threshold[] {
  return steadyState(phase).map((one) =>
    one.unit === 'ms'
      ? { ...one, limit: { environment: 'workflow.p95' } }
      : { ...one, limit: errors ?? one.limit },
  );
}

export default defineSuites(
  ROWS.map(
    ({
      name,
      title,
      faults,
      on,
      recoveryMs,
      seenBy = 'api',
      status = 503,
      duringMs = 6_000,
      shown,
      forgets = false,
    }) => {
      const checks = historyWhere({ answers: false, streams: false, ...shown });
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
        proves: [...provenBy(checks), ...ALWAYS_PROVEN],
        timeoutMs: 180_000,
        weight: 'alone',
        expects: { checks: 5 + faults.length + checks.length },
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
          ...usual('after', forgets ? ERRORS_AFTER_SIGN_OUT : undefined),
        ],
        options: {
          hypothesis:
            'Whatever was acknowledged, before, during and after the fault, is there at the end, and happened once.',
          faults,
          load: {
            script: forgets ? '../matrix/whole-product.k6.ts' : '../tenant-traffic.k6.ts',
            perSecond: 5,
          },
          client: {
            script: '../client/product.client.ts',
            ...(forgets && { env: { STREAMS: 'none' } }),
            checks,
          },
          phasesMs: { before: 5_000, during: duringMs, after: 4_000 },
          recoveryWithinMs: recoveryMs,
          canaryTimeoutMs: 1_500,
          probe: { url: seenBy, path: '/api/health', during: { status, withinMs: 2_000 } },
        },
      };
    },
  ),
);
