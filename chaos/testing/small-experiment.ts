import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  environmentForTest,
  suiteRunForTest,
  targetForTest,
  type TestSuiteRun,
} from '../../fixtures/testing/suite-run.ts';
import type { SuiteRun } from '../../kernel/engine.ts';
import type { Link, RunningTarget } from '../../kernel/target.ts';
import { slowed } from '../../kernel/testing/patience.ts';
import { pendingUndos, type PendingUndo } from '../../kernel/undo-log.ts';
import type { Experiment } from '../engines/experiment/options.ts';
import { parseExperiment } from '../engines/experiment/parse-experiment.ts';

export interface SmallExperiment extends AsyncDisposable {
  readonly run: TestSuiteRun<Experiment>;
  /** What the log on disk says must still be undone. */
  pending(): readonly PendingUndo[];
  readonly abort: AbortController;
}

export interface SmallExperimentRequest {
  readonly link?: Link;
  readonly processes?: RunningTarget['processes'];
  /** What the API answers right now. */
  status(): number | Promise<number>;
  readonly faults?: readonly unknown[];
  /** In place of faults: the first two of a storm, one after the other. */
  readonly storm?: object;
  /** What its probe must answer while the faults are on. */
  readonly during: number;
  readonly start?: SuiteRun['start'];
  readonly stopFile?: string;
}

/** By when the API must answer as its probe expects, and by when it must have recovered. */
export const ANSWER_MS = slowed(1000);
export const RECOVERY_MS = slowed(1500);

/** An experiment of 3.3 s on a usual machine, with real parts: an API to probe, a scope that undoes, and a load that only lasts. */
export async function smallExperiment(request: SmallExperimentRequest): Promise<SmallExperiment> {
  const api = createServer((_, response) => {
    void Promise.resolve(request.status()).then((status) => response.writeHead(status).end());
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const abort = new AbortController();
  const target = targetForTest({ api: `http://127.0.0.1:${(api.address() as AddressInfo).port}` });
  const { stopFile } = request;
  const run = suiteRunForTest<Experiment>({
    ...(stopFile !== undefined && { environment: { ...environmentForTest(), guardrails: { stopFile } } }),
    options: optionsOf(request),
    suite: { name: 'chaos/small', proves: ['RES-03'] },
    target: { ...target, ...disturbable(request) },
    signal: abort.signal,
    start: request.start ?? (({ options }) => lasting(options as LoadOptions, abort.signal)),
  });
  const close = async () => {
    await run.close();
    api.closeAllConnections();
    api.close();
  };
  const pending = () => pendingUndos(join(run.folder, 'undo.ndjson'));
  return { run, pending, abort, [Symbol.asyncDispose]: close };
}

function disturbable({ link, processes = {} }: SmallExperimentRequest) {
  return { processes, ...(link && { links: { 'api-redis': link }, linksUnavailable: undefined }) };
}

function optionsOf({ faults, storm, during }: SmallExperimentRequest): Experiment {
  const onMs = slowed(1700);
  const answers = { status: during, withinMs: ANSWER_MS };
  const ofStorm = {
    seed: 1,
    only: [1, 2],
    atOnce: 1,
    onMs: { least: onMs, most: onMs },
    calmMs: RECOVERY_MS,
  };
  return parseExperiment({
    hypothesis: 'A test.',
    ...(storm === undefined ? { faults } : { storm: { ...ofStorm, ...storm } }),
    load: { script: './load.k6.ts' },
    phasesMs: { warmUp: 1, before: 50, during: storm === undefined ? onMs : 10 * onMs, after: 50 },
    recoveryWithinMs: RECOVERY_MS,
    probe: { url: 'api', path: '/', ...(storm === undefined && { during: answers }) },
    canaryTimeoutMs: slowed(800),
  });
}

interface LoadOptions {
  readonly env: { readonly DURATION_MS: string };
}

/** What a load does as far as an experiment can tell. */
async function lasting({ env }: LoadOptions, signal: AbortSignal): Promise<void> {
  // Without the margin that a real load has at its end.
  await sleep(Number(env.DURATION_MS) - 900, undefined, { signal }).catch(() => undefined);
}
