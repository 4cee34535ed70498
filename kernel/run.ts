import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Definitions } from './definitions.ts';
import { needsTarget } from './engine.ts';
import { InfraError, messageOf } from './errors.ts';
import { lendTenants } from './lend-tenants.ts';
import type { LoadSettings } from './load-settings.ts';
import type { Plan, PlannedSuite } from './plan.ts';
import type { RunStatus } from './run-journal.ts';
import type { Progress, RunStore } from './run-ports.ts';
import { runSuite, type LentTarget, type SuiteSurroundings } from './run-suite.ts';
import { schedule } from './schedule.ts';
import type { Scope } from './scope.ts';
import type { RunningTarget, Target } from './target.ts';
import type { ToolFinder } from './tool.ts';

const TARGET_START_TIMEOUT_MS = 180_000;

export interface RunInput {
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
}

/**
 * One run: target up, suites, target down. Everything that happens is in the store before the next thing happens; whatever
 * fails, the scope is closed. Returns how it ended; never throws for what the target, a tool or a suite does.
 */
export async function run(input: RunInput): Promise<RunStatus> {
  const runnable = input.plan.planned.filter((planned) => planned.unavailable === undefined);
  try {
    await runSuites(input, runnable);
  } finally {
    const failures = await input.scope.close();
    for (const { error } of failures) trouble(input, `not put back: ${error}`);
  }
  return input.interrupted.aborted ? 'interrupted' : 'completed';
}

function trouble({ store, progress }: RunInput, what: string): void {
  store.event({ type: 'trouble', data: { what } });
  progress.line(`trouble: ${what}`);
}

function warning({ store, progress }: RunInput, what: string): void {
  store.event({ type: 'warning', data: { what } });
  progress.line(`warning: ${what}`);
}

/** The target is up for those that need it. Where it is not, only they are left out; where nobody needs it, none is started. */
async function runSuites(input: RunInput, runnable: readonly PlannedSuite[]): Promise<void> {
  const onTarget = runnable.filter(({ engine }) => needsTarget(engine));
  const target = onTarget.length > 0 ? await startTarget(input) : undefined;
  const { tenantOf, shared } = lendTenants(target?.tenants ?? [], onTarget);
  if (target !== undefined && shared !== undefined) warning(input, shared);
  const around: SuiteSurroundings = { ...input, environment: input.plan.environment };
  const able = target === undefined ? runnable.filter((one) => !onTarget.includes(one)) : runnable;
  await schedule(able, availableParallelism(), async (planned) => {
    if (input.interrupted.aborted) return;
    const lent = target && onTarget.includes(planned) ? { target, tenant: tenantOf(planned) } : undefined;
    await oneSuite(input, planned, lent, around);
  });
  await target?.beforeStop?.().catch((error: unknown) => trouble(input, messageOf(error)));
  for (const log of target?.logs ?? []) await input.store.keepLog(log);
}

async function startTarget(input: RunInput): Promise<RunningTarget | undefined> {
  const began = performance.now();
  const { environment } = input.plan;
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
      trouble(input, `the target ${environment.target} did not start: ${messageOf(error)}`);
    return undefined;
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new InfraError('no answer in time, or interrupted')));
  });
}

function announce({ store, progress }: RunInput, target: RunningTarget, warmUpMs: number): void {
  const { name, version, commit, urls } = target;
  store.event({
    type: 'target-up',
    data: { name, version, urls: { ...urls }, warmUpMs, ...(commit !== undefined && { commit }) },
  });
  const where = Object.entries(urls).map(([role, url]) => `${role} ${url}`);
  progress.line(`target ${name} ${version} is up in ${(warmUpMs / 1000).toFixed(1)} s: ${where.join(', ')}`);
}

async function oneSuite(
  input: RunInput,
  planned: PlannedSuite,
  lent: LentTarget | undefined,
  around: SuiteSurroundings,
): Promise<void> {
  const { name } = planned.suite;
  const began = performance.now();
  input.store.event({ type: 'suite-started', data: { suite: name } });
  input.progress.suiteStarted(name);
  const { ending, hash, troubles } = await runSuite(planned, lent, around);
  input.store.event({ type: 'suite-sealed', data: { suite: name, hash, ending } });
  for (const what of troubles) trouble(input, what);
  input.progress.suiteEnded(name, ending, performance.now() - began);
}
