/** What is tried: each fault on each link and process of the product, and what is then seen where. */
import type { Threshold } from '../../../kernel/suite.ts';

export type Part = 'api' | 'web' | 'storage' | 'jobs';

export interface Probe {
  readonly url: 'api' | 'web';
  readonly path?: string;
  readonly status: 200 | 503;
}

/** What of the load needs a link or a process, whose health tells of it, and what goes on without it. */
export interface Need {
  /** Requests that then fail; none where only runs are done later. */
  readonly fails: readonly Part[];
  /** Requests that never notice. */
  readonly spared: readonly Part[];
  /** Whose `/api/health` is asked, and what it says meanwhile. */
  readonly probe: Probe;
  /** How long it may take until who waits for it in vain is told so; 3 s unless told. */
  readonly toldAfterMs?: number;
  /** Runs wait for it. */
  readonly runsWait?: boolean;
  /** It keeps sessions in memory alone: when it is killed everybody has to sign in again. */
  readonly forgets?: boolean;
}

const EVERYTHING: readonly Part[] = ['api', 'web', 'storage', 'jobs'];
const API_UNREADY = { url: 'api', status: 503 } as const;
const API_READY = { url: 'api', status: 200 } as const;
const WEB_UNREADY = { url: 'web', status: 503 } as const;

export const LINKS = {
  'web-api': {
    fails: ['web'],
    spared: ['api', 'storage', 'jobs'],
    probe: WEB_UNREADY,
    toldAfterMs: 5_000,
  },
  'api-postgres': { fails: EVERYTHING, spared: [], probe: API_UNREADY },
  'api-redis': { fails: EVERYTHING, spared: [], probe: API_UNREADY },
  'api-storage': { fails: ['storage'], spared: ['api', 'jobs'], probe: API_UNREADY },
  'worker-postgres': { fails: [], spared: EVERYTHING, probe: API_READY, runsWait: true },
  'worker-redis': { fails: [], spared: EVERYTHING, probe: API_READY, runsWait: true },
  // Who is told of a run is told later; the run itself is done.
  'worker-webhook': { fails: [], spared: EVERYTHING, probe: API_READY },
} as const satisfies Readonly<Record<string, Need>>;
export type LinkName = keyof typeof LINKS;
export const LINK_NAMES = Object.keys(LINKS) as LinkName[];

export const PROCESSES = {
  api: { fails: EVERYTHING, spared: [], probe: WEB_UNREADY },
  web: { fails: ['web'], spared: ['api', 'storage', 'jobs'], probe: API_READY },
  worker: { fails: [], spared: EVERYTHING, probe: API_READY, runsWait: true },
  postgres: { fails: EVERYTHING, spared: [], probe: API_UNREADY },
  redis: { fails: EVERYTHING, spared: [], probe: API_UNREADY, forgets: true },
  storage: { fails: ['storage'], spared: ['api', 'jobs'], probe: API_UNREADY },
  collector: { fails: [], spared: EVERYTHING, probe: API_READY },
} as const satisfies Readonly<Record<string, Need>>;
export type ProcessName = keyof typeof PROCESSES;
export const PROCESS_NAMES = Object.keys(PROCESSES) as ProcessName[];

type Limit = Omit<Threshold, 'proves'>;

/** A phase of 4 s at 8 requests a second, of which a quarter is of each part. */
const MIN_OF_PART = 4;
const MIN_OF_ALL = 15;

/** What fails, fails for many, soon, and with a documented answer; what does not need it never notices. */
export function limitsWhileLost({ fails, spared, runsWait = false }: Need): readonly Limit[] {
  return [
    ...fails.map((part): Limit => ({
      metric: `during.http_req_failed{part:${part}}.rate`,
      op: '>=',
      limit: 0.3,
      unit: 'ratio',
      minSamples: 2,
    })),
    ...spared.map(spares),
    ...(runsWait
      ? [{ metric: 'recovery.run_ms.max', op: '>=', limit: 2_000, unit: 'ms', minSamples: 1 } as const]
      : []),
  ];
}

/** How many got through counts as well: too few are no proof. */
function spares(part: Part): Limit {
  return {
    metric: `during.http_req_failed{part:${part}}.rate`,
    op: '<=',
    limit: 0,
    unit: 'ratio',
    minSamples: MIN_OF_PART,
  };
}

/** Who asked what stood still was answered when it went on. */
export function waited(part: Part): Limit {
  return {
    metric: `recovery.http_req_duration{part:${part}}.max`,
    op: '>=',
    limit: 2_000,
    unit: 'ms',
    minSamples: 2,
  };
}

/** Nothing hangs for longer than the product's own limits of time: 5 s of the web for the API, and what it does with it. */
export const BOUNDED: Limit = {
  metric: 'during.http_req_duration.p95',
  op: '<=',
  limit: 5_500,
  unit: 'ms',
  minSamples: 5,
};

/** Whatever is answered is documented. Who was signed out is told so, and signs in again. */
export const DOCUMENTED: readonly Limit[] = ['during', 'recovery'].map((phase) => ({
  metric: `${phase}.checks.rate`,
  op: '==',
  limit: 1,
  unit: 'ratio',
  minSamples: 5,
}));

/** Some sign in again later than others. */
export const ERRORS_AFTER_SIGN_OUT = 0.15;

/** Nobody is left without an answer. */
export const ANSWERED: Limit = {
  metric: 'during.answered.rate',
  op: '==',
  limit: 1,
  unit: 'ratio',
  minSamples: 5,
};

/** Slower, and all of it works: so many have to get through. */
export const WORKS: readonly Limit[] = [
  {
    metric: 'during.http_req_failed.rate',
    op: '<=',
    limit: 0.01,
    unit: 'ratio',
    minSamples: MIN_OF_ALL,
  },
  {
    metric: 'during.http_req_duration{expected_response:true}.p95',
    op: '<=',
    limit: 4_000,
    unit: 'ms',
    minSamples: MIN_OF_ALL,
  },
];

/** Some get through, though many do not. */
export const SOME_WORK: Limit = {
  metric: 'during.http_req_duration{expected_response:true}.p95',
  op: '<=',
  limit: 5_500,
  unit: 'ms',
  minSamples: 3,
};

/** The load itself felt a delay. */
export function slower(ms: number): Limit {
  return { metric: 'during.http_req_duration.p50', op: '>=', limit: ms, unit: 'ms', minSamples: MIN_OF_ALL };
}

/** Each run that was accepted is done: those that waited, and the usual ones. */
export const RUNS_DONE: Limit = {
  metric: 'after.run_done.rate',
  op: '==',
  limit: 1,
  unit: 'ratio',
  minSamples: 2,
};
