import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Definitions } from './definitions.ts';
import { needsTarget } from './engine.ts';
import { InfraError, saidBy } from './errors.ts';
import type { Ending } from './evidence.ts';
import { lendTenants } from './lend-tenants.ts';
import type { LoadSettings } from './load-settings.ts';
import type { Plan, PlannedSuite } from './plan.ts';
import type { Progress, RunStore } from './run-ports.ts';
import { runSuite, type LentTarget, type SuiteSurroundings } from './run-suite.ts';
import { schedule } from './schedule.ts';
import type { Scope } from './scope.ts';
import { whyNoLongerHealthy } from './still-healthy.ts';
import type { RunningTarget, Target } from './target.ts';
import type { ToolFinder } from './tool.ts';
import { say, within, type Sentence } from './sentence.ts';

const TARGET_START_TIMEOUT_MS = 180_000;

/** What a run on a target needs. */
export interface TargetRun {
  readonly id: string;
  readonly definitions: Definitions;
  readonly plan: Plan;
  readonly load: LoadSettings;
  readonly seed: number;
  readonly target: Target;
  readonly store: RunStore;
  readonly scope: Scope;
  readonly tools: ToolFinder;
  readonly progress: Progress;
  readonly work: string;
  /** Aborted by Ctrl-C or SIGTERM: what runs is stopped, and the partial evidence sealed. */
  readonly interrupted: AbortSignal;
  /** How long a target may take to be well again after the last suite; ten seconds unless told. */
  readonly recoversWithinMs?: number;
}

type Told = Pick<TargetRun, 'store' | 'progress'>;

/** Puts back whatever was done in the run's scope; what cannot be is a problem. */
export async function putBack({ scope, store, progress }: Told & Pick<TargetRun, 'scope'>): Promise<void> {
  for (const { error } of await scope.close()) problem({ store, progress }, within('not put back', error));
}

function problem({ store, progress }: Told, data: Sentence): void {
  store.event({ type: 'trouble', data });
  progress.line(`problem: ${say(data)}`);
}

function warning({ store, progress }: Told, data: Sentence): void {
  store.event({ type: 'warning', data });
  progress.line(`warning: ${say(data)}`);
}

function runnableOf({ planned }: Plan): readonly PlannedSuite[] {
  return planned.filter(({ unavailable }) => unavailable === undefined);
}

/**
 * Starts the target. Undefined where no suite needs one, and where it did not start, which is a problem; never throws for what it
 * does.
 */
export async function startTarget(input: TargetRun): Promise<RunningTarget | undefined> {
  const { environment } = input.plan;
  if (!runnableOf(input.plan).some(({ engine }) => needsTarget(engine))) return undefined;
  const began = performance.now();
  const signal = AbortSignal.any([input.interrupted, AbortSignal.timeout(TARGET_START_TIMEOUT_MS)]);
  try {
    const target = await Promise.race([
      input.target.start({
        run: input.id,
        environment,
        work: join(input.work, 'target'),
        scope: input.scope.child('target'),
        tools: input.tools,
        signal,
        secret: (value) => (input.store.secret(value), value),
        log: (line) => input.progress.line(line),
      }),
      rejectOn(signal),
    ]);
    announce(input, target, performance.now() - began);
    return target;
  } catch (error) {
    if (!input.interrupted.aborted)
      problem(input, within(`the target ${environment.target} did not start`, saidBy(error)));
    return undefined;
  }
}

/** Runs the suites; where no target is up, those that need none. Never throws for what a suite or its tool does. */
export async function runSuites(input: TargetRun, target: RunningTarget | undefined): Promise<void> {
  const runnable = runnableOf(input.plan);
  const onTarget = runnable.filter(({ engine }) => needsTarget(engine));
  const { tenantOf, shared } = lendTenants(target?.tenants ?? [], onTarget);
  if (target !== undefined && shared !== undefined) warning(input, shared);
  const around: SuiteSurroundings = { ...input, environment: input.plan.environment };
  const able = target === undefined ? runnable.filter((one) => !onTarget.includes(one)) : runnable;
  const endings: Ending[] = [];
  await schedule(able, availableParallelism(), async (planned) => {
    if (input.interrupted.aborted) return;
    const lent = target && onTarget.includes(planned) ? { target, tenant: tenantOf(planned) } : undefined;
    endings.push(await oneSuite(input, planned, lent, around));
  });
  // What a tool itself starts is gone with it.
  const startedByTool = onTarget.some(({ engine, options }) => engine.mayStartTarget?.(options) === true);
  if (target === undefined || startedByTool || input.interrupted.aborted) return;
  // What did not complete passes no run as it is.
  if (endings.some((ending) => ending !== 'completed')) return;
  const ill = await whyNoLongerHealthy(target, input.interrupted, input.recoversWithinMs);
  if (ill !== undefined) problem(input, ill);
}

/** The last word to the target, and its logs into the evidence. Its processes end with the run's scope. */
export async function leaveTarget(told: Told, target: RunningTarget): Promise<void> {
  await target.beforeStop?.().catch((error: unknown) => problem(told, saidBy(error)));
  for (const log of target.logs) await told.store.keepLog(log);
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new InfraError('no answer in time, or interrupted')));
  });
}

function announce({ store, progress }: TargetRun, target: RunningTarget, warmUpMs: number): void {
  const { name, version, commit, elsewhere, urls } = target;
  store.event({
    type: 'target-up',
    data: {
      ...{ name, version, urls: { ...urls }, warmUpMs },
      ...(commit !== undefined && { commit }),
      ...(elsewhere && { elsewhere }),
    },
  });
  const where = Object.entries(urls).map(([role, url]) => `${role} ${url}`);
  const how = elsewhere
    ? 'runs elsewhere, and was not asked yet'
    : `is up in ${(warmUpMs / 1000).toFixed(1)} s`;
  progress.line(`target ${name} ${version} ${how}: ${where.join(', ')}`);
}

async function oneSuite(
  input: TargetRun,
  planned: PlannedSuite,
  lent: LentTarget | undefined,
  around: SuiteSurroundings,
): Promise<Ending> {
  const { name } = planned.suite;
  const began = performance.now();
  input.store.event({ type: 'suite-started', data: { suite: name } });
  input.progress.suiteStarted(name);
  const { ending, hash, problems } = await runSuite(planned, lent, around);
  input.store.event({ type: 'suite-sealed', data: { suite: name, hash, ending } });
  for (const one of problems) problem(input, one);
  input.progress.suiteEnded(name, ending, performance.now() - began);
  return ending;
}
