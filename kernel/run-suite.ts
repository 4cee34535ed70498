import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Definitions } from './definitions.ts';
import type { SuiteRun } from './engine.ts';
import type { Environment } from './environment.ts';
import { InfraError, messageOf } from './errors.ts';
import type { Ending } from './evidence.ts';
import { splitFix } from './judge.ts';
import { engineNamed, type PlannedSuite } from './plan.ts';
import { prefixed } from './prefixed-recorder.ts';
import type { RunStore, SuiteRecording } from './run-ports.ts';
import type { Scope } from './scope.ts';
import type { RunningTarget, Tenant } from './target.ts';
import type { ToolFinder } from './tool.ts';
import { variablesFor } from './variables.ts';

const DRAIN_EVERY_MS = 250;
/** How long an engine may take to return once its tools are killed. */
const RETURN_WITHIN_MS = 10_000;

/** What all suites of a run share. */
export interface SuiteSurroundings {
  readonly id: string;
  readonly definitions: Definitions;
  readonly environment: Environment;
  readonly target: RunningTarget;
  readonly store: RunStore;
  readonly tools: ToolFinder;
  readonly scope: Scope;
  /** The run's work folder. */
  readonly work: string;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
}

export interface SuiteOutcome {
  readonly ending: Ending;
  readonly hash: string;
  readonly troubles: readonly string[];
}

/** A suite's private folder within the run's work folder. */
export function suiteWork(runWork: string, suiteName: string): string {
  return join(runWork, 'suites', suiteName.replace('/', '-'));
}

/** Runs one suite in a scope of its own, from health check to sealed journal. Never throws for what the suite or its tool does. */
export async function runSuite(
  planned: PlannedSuite,
  tenant: Tenant,
  around: SuiteSurroundings,
): Promise<SuiteOutcome> {
  const work = suiteWork(around.work, planned.suite.name);
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const inbox = join(work, 'inbox.ndjson');
  const recording = around.store.openSuite(startOf(planned, around), work, inbox);
  const scope = around.scope.child(planned.suite.name);
  const abort = new AbortController();
  const suiteRun = suiteRunOf({
    planned,
    tenant,
    around,
    work,
    inbox,
    recording,
    scope,
    signal: abort.signal,
  });
  const ending = await supervise(planned, suiteRun, abort, scope, recording, around.interrupted);
  const failures = await scope.close();
  const hash = await recording.end(ending);
  return {
    ending,
    hash,
    troubles: failures.map(({ error }) => `${planned.suite.name}: not put back: ${error}`),
  };
}

function startOf(planned: PlannedSuite, { id, environment, target }: SuiteSurroundings) {
  return {
    run: id,
    suite: planned.suite,
    environment: environment.name,
    target: { name: target.name, version: target.version },
    engine: { name: planned.engine.name, toolKind: planned.toolKind },
  };
}

interface SuiteRunParts {
  readonly planned: PlannedSuite;
  readonly tenant: Tenant;
  readonly around: SuiteSurroundings;
  readonly work: string;
  readonly inbox: string;
  readonly recording: SuiteRecording;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

function suiteRunOf(parts: SuiteRunParts): SuiteRun {
  const { planned, tenant, around, work, inbox, recording, scope, signal } = parts;
  const suiteRun: SuiteRun = {
    id: around.id,
    suite: planned.suite,
    options: planned.options,
    folder: planned.folder,
    work,
    inbox,
    environment: around.environment,
    target: around.target,
    tenant,
    variables: {
      ...variablesFor(around.target, tenant),
      HARNESS_INBOX: inbox,
      TMPDIR: shortTemporaryFolder(around.work),
    },
    adHoc: planned.adHoc,
    recorder: recording.recorder,
    scope,
    tools: around.tools,
    signal,
    start: (request) => startNested(suiteRun, around.definitions, request),
  };
  return suiteRun;
}

/** Browsers put sockets there, whose whole path may have no more than 107 characters. */
function shortTemporaryFolder(runWork: string): string {
  return mkdtempSync(join(runWork, 't-'));
}

async function startNested(
  outer: SuiteRun,
  definitions: Definitions,
  { engine: name, options, as }: Parameters<SuiteRun['start']>[0],
): Promise<void> {
  const engine = engineNamed(definitions, name);
  const unavailable = await engine.unavailable({ environment: outer.environment, tools: outer.tools });
  if (unavailable !== undefined) throw new InfraError(unavailable);
  const work = join(outer.work, `${name}-${as || 'beside'}`);
  mkdirSync(work, { recursive: true, mode: 0o700 });
  await engine.run({
    ...outer,
    options: engine.parse(options, outer.folder),
    work,
    recorder: as === '' ? outer.recorder : prefixed(outer.recorder, as),
  });
}

/** Runs the engine until it returns, hangs past its time, or the run is interrupted; says how it ended. */
async function supervise(
  planned: PlannedSuite,
  suiteRun: SuiteRun,
  abort: AbortController,
  scope: Scope,
  recording: SuiteRecording,
  interrupted: AbortSignal,
): Promise<Ending> {
  const drain = setInterval(() => void recording.drain(), DRAIN_EVERY_MS);
  const stopped = stopReason(planned.suite.timeoutMs, interrupted);
  const engine = healthyThenRun(planned, suiteRun);
  try {
    const first = await Promise.race([engine, stopped.promise]);
    if (first !== 'timed-out' && first !== 'interrupted') return first;
    abort.abort(new InfraError(first));
    await scope.close();
    await Promise.race([engine, sleep(RETURN_WITHIN_MS, undefined, { ref: false })]);
    return first;
  } finally {
    clearInterval(drain);
    stopped.cancel();
  }
}

function stopReason(timeoutMs: number, interrupted: AbortSignal) {
  let cancel: () => void = () => undefined;
  const promise = new Promise<'timed-out' | 'interrupted'>((resolve) => {
    const timer = setTimeout(() => resolve('timed-out'), timeoutMs);
    const onAbort = () => resolve('interrupted');
    if (interrupted.aborted) onAbort();
    interrupted.addEventListener('abort', onAbort);
    cancel = () => {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', onAbort);
    };
  });
  return { promise, cancel: () => cancel() };
}

async function healthyThenRun(planned: PlannedSuite, suiteRun: SuiteRun): Promise<Ending> {
  try {
    const health = await suiteRun.target.health(suiteRun.signal);
    if (health.outcome !== 'passed')
      throw new InfraError(
        `the target is not healthy: ${health.detail ?? 'no detail'}. Fix: bring it up, or look at its logs in the evidence`,
      );
    await planned.engine.run(suiteRun);
    return 'completed';
  } catch (error) {
    return endingOf(error);
  }
}

/** An InfraError blames the surroundings; whatever else an engine throws is the suite's or its tool's. */
function endingOf(error: unknown): Ending {
  const [what, fix] = splitFix(messageOf(error));
  const cause = error instanceof InfraError ? 'infra' : 'suite';
  return { error: what, cause, ...(fix !== undefined && { fix }) };
}
