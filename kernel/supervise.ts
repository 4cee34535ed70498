import { setTimeout as sleep } from 'node:timers/promises';
import type { Needs, SuiteRun } from './engine.ts';
import { InfraError, saidBy } from './errors.ts';
import type { Check, Ending } from './evidence.ts';
import type { PlannedSuite } from './plan.ts';
import type { SuiteRecording } from './run-ports.ts';
import type { Scope } from './scope.ts';
import type { RunningTarget } from './target.ts';

const DRAIN_EVERY_MS = 250;
/** How long an engine may take to return once its tools are killed. */
const RETURN_WITHIN_MS = 10_000;

export interface Supervision {
  readonly planned: PlannedSuite;
  readonly suiteRun: SuiteRun<unknown, Needs>;
  readonly abort: AbortController;
  readonly scope: Scope;
  readonly recording: SuiteRecording;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
}

/**
 * Runs the engine until it returns, hangs past its time, cannot be recorded any more, or the run is interrupted; says how it
 * ended. Whatever stopped it early, its tools are dead when this returns.
 */
export async function supervise(supervision: Supervision): Promise<Ending> {
  const { planned, suiteRun, abort, scope, recording, interrupted } = supervision;
  const stopped = stopReason(planned.suite.timeoutMs, interrupted);
  const drained = drainRegularly(recording);
  const engine = healthyThenRun(planned, suiteRun);
  const stop = Promise.race([stopped.promise, drained.failed]);
  try {
    const first = await Promise.race([engine, stop.then((reason) => ({ reason }))]);
    if (typeof first === 'string' || 'error' in first) return first;
    abort.abort(new InfraError(messageOfEnding(first.reason)));
    await scope.close();
    await Promise.race([engine, sleep(RETURN_WITHIN_MS, undefined, { ref: false })]);
    return first.reason;
  } finally {
    drained.cancel();
    stopped.cancel();
  }
}

function messageOfEnding(ending: Ending): string {
  return typeof ending === 'string' ? ending : ending.error;
}

/** Reads the inbox as it grows. Evidence that cannot be written (a full disk) ends the suite: what is not recorded never was. */
function drainRegularly(recording: SuiteRecording) {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<Ending>((resolve) => {
    timer = setInterval(() => {
      recording.drain().catch((error: unknown) => resolve(endingOf(error)));
    }, DRAIN_EVERY_MS);
  });
  return { failed, cancel: () => clearInterval(timer) };
}

function stopReason(timeoutMs: number, interrupted: AbortSignal) {
  let cancel: () => void = () => undefined;
  const promise = new Promise<Ending>((resolve) => {
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

async function healthyThenRun(planned: PlannedSuite, suiteRun: SuiteRun<unknown, Needs>): Promise<Ending> {
  const { target, signal } = suiteRun;
  try {
    if (target === undefined) {
      await planned.engine.run(suiteRun);
      return 'completed';
    }
    const health = await target.health(signal);
    if (health.outcome === 'passed') await planned.engine.run(suiteRun);
    else if (planned.engine.mayStartTarget?.(planned.options) === true)
      await runUntilHealthy(planned, suiteRun, target);
    else throw unhealthy(health, target);
    return 'completed';
  } catch (error) {
    return endingOf(error);
  }
}

function unhealthy({ detail }: Check, { logs }: RunningTarget): InfraError {
  return new InfraError({
    what: `the target is not healthy: ${detail ?? 'no detail'}.`,
    fix:
      logs.length > 0
        ? 'bring it up, or look at its logs in the evidence'
        : 'bring it up, or see that the URLs are right; its logs are where it runs',
  });
}

const ASK_AGAIN_MS = 100;

/** For a tool that may start the target itself: while it ran the target must have been healthy once, or nothing of it was tested. */
async function runUntilHealthy(
  { engine }: PlannedSuite,
  suiteRun: SuiteRun<unknown, Needs>,
  target: RunningTarget,
): Promise<void> {
  const ended = new AbortController();
  const asked = lastHealth(target, AbortSignal.any([suiteRun.signal, ended.signal]));
  const [ran] = await Promise.allSettled([engine.run(suiteRun).finally(() => ended.abort())]);
  const health = await asked;
  if (ran.status === 'rejected') throw ran.reason;
  if (health !== undefined && health.outcome !== 'passed') throw unhealthy(health, target);
}

/** Asks until the target is healthy or the tool has ended. */
async function lastHealth(target: RunningTarget, until: AbortSignal): Promise<Check | undefined> {
  let health: Check | undefined;
  const over = () => until.aborted;
  while (!over() && health?.outcome !== 'passed') {
    const now = await target.health(until);
    // An answer that came too late says nothing of the time before.
    if (!over() || health === undefined) health = now;
    await sleep(ASK_AGAIN_MS, undefined, { signal: until }).catch(() => undefined);
  }
  return health;
}

/** An InfraError blames the surroundings; whatever else an engine throws is the suite's or its tool's. */
function endingOf(error: unknown): Ending {
  const { what, fix } = saidBy(error);
  const cause = error instanceof InfraError ? 'infra' : 'suite';
  return { error: what, cause, ...(fix !== undefined && { fix }) };
}
