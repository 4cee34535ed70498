import { defineSuites, type Threshold } from '../../../kernel/suite.ts';
import { ALWAYS_PROVEN, recoversWithin } from '../steady-state.ts';
import {
  ANSWERED,
  BOUNDED,
  DOCUMENTED,
  ERRORS_AFTER_SIGN_OUT,
  LINK_NAMES,
  LINKS,
  limitsWhileLost,
  type Need,
  PROCESS_NAMES,
  PROCESSES,
  type Probe,
  type ProcessName,
  RUNS_DONE,
  slower,
  SOME_WORK,
  waited,
  WORKS,
} from './rows.ts';

const RECOVERY_MS = 6_000;
/** What was ended has to start first. */
const START_MS = 12_000;

interface Row {
  readonly name: string;
  readonly title: string;
  readonly hypothesis: string;
  readonly faults: readonly object[];
  readonly on: 'links' | 'processes';
  readonly probe: Probe;
  readonly duringMs?: number;
  readonly felt: readonly Omit<Threshold, 'proves'>[];
  readonly recoveryMs?: number;
  /** Of requests, once it is over; the environment's `errors.rate` unless told. */
  readonly errorsAfter?: number;
  /** Which faults were borne: aspects of RES-01 and RES-02. */
  readonly borne: readonly string[];
}

/** All links at once: whoever bears it so bears it on each. */
const SLOW = [
  { fault: 'latency', options: { latencyMs: 50 }, felt: [slower(50)], aspect: 'latency' },
  { fault: 'jitter', options: { fromMs: 20, toMs: 120 }, felt: [slower(20)] },
  { fault: 'bandwidth', options: { kbPerSecond: 32 }, felt: [], aspect: 'bandwidth' },
  { fault: 'slow-close', options: { delayMs: 500 }, felt: [], aspect: 'slow-close' },
  { fault: 'slicing', options: { bytes: 500, pauseMs: 10 }, felt: [] },
] as const;

const slow: readonly Row[] = SLOW.map(({ fault, options, felt, ...row }) => ({
  name: `${fault}-everywhere`,
  title: `With ${fault} on every link at once the product is slower, and all of it works.`,
  hypothesis: `With ${fault} on every link each request still succeeds, and health stays ready.`,
  faults: LINK_NAMES.map((link) => ({ fault, link, options })),
  on: 'links',
  probe: { url: 'api', status: 200 },
  felt: [...WORKS, ...felt],
  borne: 'aspect' in row ? LINK_NAMES.map((link) => `RES-01/${row.aspect}/${link}`) : [],
}));

/** Where it is a matter of luck whether it is ready: it stays alive. */
const ALIVE: Probe = { url: 'api', path: '/api/health/live', status: 200 };

/** A share of all connections: what is answered is documented, and some of it is success. */
const shared: readonly Row[] = (['connection-failures', 'connection-blackholes'] as const).map((fault) => ({
  name: `${fault}-everywhere`,
  title: `With ${fault} on a third of all connections the product says what does not work, and the rest does.`,
  hypothesis: `With ${fault} on every link what is answered is documented, and some requests succeed.`,
  faults: LINK_NAMES.map((link) => ({ fault, link, options: { share: 0.3 } })),
  on: 'links',
  probe: ALIVE,
  felt: [BOUNDED, SOME_WORK, ...DOCUMENTED, ANSWERED],
  borne: [],
}));

const CUTS = [
  { fault: 'blackout', options: {}, aspect: 'blackout', whole: true },
  { fault: 'reset', options: {}, aspect: 'reset', whole: true },
  // What is short gets through.
  { fault: 'cut-after', options: { bytes: 500 }, whole: false },
] as const;

const cuts: readonly Row[] = CUTS.flatMap(({ fault, options, whole, ...row }) =>
  LINK_NAMES.map((link) => {
    const need: Need = LINKS[link];
    return {
      name: `${link}-${fault}`,
      title: `${fault} between ${link.replace('-', ' and ')}: what needs it says so, the rest goes on, and all is well afterwards.`,
      hypothesis: `With ${fault} on ${link} what needs it fails with a documented answer, and what does not goes on.`,
      faults: [{ fault, link, options }],
      on: 'links' as const,
      probe: whole ? need.probe : ALIVE,
      // Some of what waits in vain from the beginning has to be told so in it.
      ...(fault === 'blackout' && need.toldAfterMs !== undefined && { duringMs: need.toldAfterMs + 4_000 }),
      felt: [BOUNDED, ANSWERED, ...DOCUMENTED, ...(whole ? limitsWhileLost(need) : [])],
      borne: 'aspect' in row ? [`RES-01/${row.aspect}/${link}`] : [],
    };
  }),
);

const ENDED: readonly (readonly [fault: string, aspect: string, processes: readonly ProcessName[]])[] = [
  ['process-kill', 'kill', PROCESS_NAMES],
  ['process-pause', 'pause', PROCESS_NAMES],
  ['process-restart', 'restart', ['api', 'web', 'worker']],
];
/** Of these alone the requirement speaks. */
const REQUIRED: readonly ProcessName[] = ['api', 'worker', 'postgres', 'redis'];

const ended: readonly Row[] = ENDED.flatMap(([fault, aspect, processes]) =>
  processes.map((process) => {
    const need: Need = PROCESSES[process];
    // Who asks what is gone gets no answer; who asks what stands still gets one when it goes on.
    const isAsked = process === 'api' || process === 'web';
    return {
      name: `${process}-${aspect}`,
      title: `${fault} of ${process}: what needs it says so, the rest goes on, and all is well afterwards.`,
      hypothesis: `While ${process} is not there what needs it fails, and what does not goes on.`,
      faults: [{ fault, process }],
      on: 'processes' as const,
      probe: need.probe,
      felt: [
        ...DOCUMENTED,
        ...(isAsked ? [] : [BOUNDED, ANSWERED]),
        ...limitsWhileLost(isAsked && aspect === 'pause' ? { ...need, fails: [] } : need),
        ...(isAsked && aspect === 'pause' ? need.fails.map(waited) : []),
      ],
      ...(need.forgets === true && aspect === 'kill' && { errorsAfter: ERRORS_AFTER_SIGN_OUT }),
      recoveryMs: aspect === 'pause' ? RECOVERY_MS : START_MS,
      borne: REQUIRED.includes(process) ? [`RES-02/${aspect}/${process}`] : [],
    };
  }),
);

const throttled: readonly Row[] = (['api', 'worker', 'web'] as const).map((process) => ({
  name: `${process}-throttle`,
  title: `With little time on the CPU ${process} is slower, and all of it works.`,
  hypothesis: `With 30 % of its time on the CPU for ${process} each request still succeeds.`,
  faults: [{ fault: 'process-throttle', process, options: { share: 0.3 } }],
  on: 'processes',
  probe: { url: 'api', status: 200 },
  felt: [...WORKS, ...DOCUMENTED],
  borne: [],
}));

/** Those have suites of their own, with limits of their own. */
const ELSEWHERE = ['api-postgres-blackout', 'api-pause', 'postgres-pause'];
const rows = [...slow, ...shared, ...cuts, ...ended, ...throttled].filter(
  ({ name }) => !ELSEWHERE.includes(name),
);

/** The whole product without a fault: its usual limits, for a load that needs all of it. */
function usual(phase: 'before' | 'after', borne: readonly string[], errors?: number): readonly Threshold[] {
  const proves = phase === 'before' ? [] : ['RES-03/after', ...borne];
  return [
    {
      metric: `${phase}.http_req_failed.rate`,
      op: '<=',
      limit: errors ?? { environment: 'errors.rate' },
      unit: 'ratio',
      minSamples: 20,
      proves,
    },
    {
      metric: `${phase}.http_req_duration.p95`,
      op: '<=',
      limit: { environment: 'web.p95' },
      unit: 'ms',
      minSamples: 20,
      proves,
    },
  ];
}

export default defineSuites(
  rows.map(
    ({
      name,
      title,
      hypothesis,
      faults,
      on,
      probe,
      felt,
      borne,
      duringMs = 5_500,
      recoveryMs = RECOVERY_MS,
      errorsAfter,
    }) => ({
      name: `chaos/matrix-${name}`,
      title,
      owner: 'quality',
      engine: 'experiment',
      stages: ['nightly'],
      tags: ['matrix', on],
      effect: 'disturbs',
      needs: [on, 'webhooks'],
      targets: ['reference'],
      proves: [...borne, ...ALWAYS_PROVEN],
      timeoutMs: 120_000,
      weight: 'alone',
      expects: { checks: 4 + faults.length },
      thresholds: [
        ...usual('before', borne),
        ...felt.map((limit) => ({
          ...limit,
          proves: [limit.metric.startsWith('during.') ? 'RES-03/during' : 'RES-03/after', ...borne],
        })),
        recoversWithin(recoveryMs, ...borne),
        ...usual('after', borne, errorsAfter),
        { ...RUNS_DONE, proves: ['RES-03/after', ...borne] },
      ],
      options: {
        hypothesis,
        faults,
        load: { script: './whole-product.k6.ts', perSecond: 8 },
        phasesMs: { warmUp: 3_000, before: 4_000, during: duringMs, after: 4_000 },
        recoveryWithinMs: recoveryMs,
        metrics: felt.map(({ metric }) => metric).concat(RUNS_DONE.metric),
        canaryTimeoutMs: 1_500,
        probe: {
          url: probe.url,
          path: probe.path ?? '/api/health',
          during: { status: probe.status, withinMs: 2_000 },
        },
      },
    }),
  ),
);
