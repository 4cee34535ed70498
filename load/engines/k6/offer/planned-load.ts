/** What a load plans: users, and iterations of an arrival rate. */
import type { LoadPlan } from '../../../../kernel/load-evidence.ts';
import { goDurationMs } from '../process/go-duration.ts';
import type { Scenario } from '../process/inspect.ts';
import { startMs } from '../profile/profile.ts';

type Offered = LoadPlan['offered'][number];
type Stages = Offered['stages'];
type Stage = Stages[number];

/** What k6 waits for iterations at a scenario's end, unless the scenario says otherwise. */
const GRACEFUL_STOP_MS = 30_000;

/**
 * The most users that k6 may make: scenarios at the same time have their own, those one after the other share them. Undefined without
 * an arrival rate, whose users alone can be too few.
 */
export function allowedUsers(scenarios: Readonly<Record<string, Scenario>>): number | undefined {
  const all = Object.values(scenarios);
  if (!all.some(({ executor }) => executor.includes('arrival-rate'))) return undefined;
  const sums = all.map((one) => {
    const meanwhile = all.filter((other) => startMs(other) <= startMs(one) && startMs(one) < endMs(other));
    return meanwhile.reduce((sum, other) => sum + usersOf(other), 0);
  });
  return Math.max(...sums);
}

function usersOf({ executor, maxVUs, preAllocatedVUs, vus, startVUs, stages }: Scenario): number {
  if (executor.includes('arrival-rate')) return maxVUs ?? preAllocatedVUs ?? 0;
  return Math.max(vus ?? startVUs ?? 1, ...(stages ?? []).map(({ target }) => target));
}

function endMs(scenario: Scenario): number {
  const { stages, duration, gracefulStop } = scenario;
  const ofStages = (stages ?? []).reduce((sum, stage) => sum + (goDurationMs(stage.duration) ?? 0), 0);
  const lengthMs = stages ? ofStages : (goDurationMs(duration) ?? Infinity);
  const graceMs = typeof gracefulStop === 'string' ? goDurationMs(gracefulStop) : undefined;
  return startMs(scenario) + lengthMs + (graceMs ?? GRACEFUL_STOP_MS);
}

const LOOK_EVERY_MS = 1000;
/** A day is looked at every 9 s, an hour every second. */
const LOOKS_AT_MOST = 10_000;

/**
 * The most users that closed models (`constant-vus`, `ramping-vus`) plan for at least two seconds on end: k6 tells once a second how
 * many there are, and might miss a peak of a moment. Undefined when there is no such scenario.
 */
export function plannedUsers(offered: readonly Offered[]): number | undefined {
  const stages = offered.filter(({ unit }) => unit === 'users').flatMap((one) => one.stages);
  if (stages.length === 0) return undefined;
  const lastMs = Math.max(...stages.map(({ untilMs }) => untilMs));
  const stepMs = Math.max(LOOK_EVERY_MS, lastMs / LOOKS_AT_MOST);
  const at = (ms: number) => stages.reduce((sum, stage) => sum + usersAt(stage, ms), 0);
  let most = 0;
  for (let ms = 0; ms + 2 * stepMs <= lastMs; ms += stepMs)
    most = Math.max(most, Math.min(at(ms), at(ms + stepMs), at(ms + 2 * stepMs)));
  return most;
}

function usersAt({ fromMs, untilMs, from, target }: Offered['stages'][number], ms: number): number {
  if (ms < fromMs || ms >= untilMs) return 0;
  return from + ((target - from) * (ms - fromMs)) / (untilMs - fromMs);
}

/** Iterations that an arrival rate plans to begin in a stretch, ms since the load began. */
export function plannedIterations(stages: Stages, fromMs: number, untilMs: number): number {
  return stages.reduce((sum, stage) => {
    const [begin, end] = [Math.max(fromMs, stage.fromMs), Math.min(untilMs, stage.untilMs)];
    if (end <= begin) return sum;
    return sum + ((rateAt(stage, begin) + rateAt(stage, end)) / 2) * ((end - begin) / 1000);
  }, 0);
}

function rateAt({ fromMs, untilMs, from, target }: Stage, ms: number): number {
  return from + ((target - from) * (ms - fromMs)) / (untilMs - fromMs);
}

/**
 * When a worker's first iteration of a scenario begins: the load is dealt out in turns, so the second worker's is the scenario's
 * second. k6 begins an iteration when a whole one is due. Only at a constant rate it begins each one earlier; a rate that is
 * constant for its first stage alone is taken for such, which is wrong by no more than that one iteration.
 */
export function firstIterationMs(stages: Stages, worker: number): number {
  const lasting = stages.filter(({ fromMs, untilMs }) => untilMs > fromMs);
  const [first] = lasting;
  if (first === undefined) return stages[0]?.fromMs ?? 0;
  const ms = dueMs(lasting, worker + 1);
  const isConstant = first.from > 0 && first.from === first.target && ms <= first.untilMs;
  return isConstant ? dueMs(lasting, worker) : ms;
}

/** When so many whole iterations are due; the end of the plan where it never comes to that. */
function dueMs(stages: Stages, iterations: number): number {
  let left = iterations;
  for (const stage of stages) {
    const planned = plannedIterations([stage], stage.fromMs, stage.untilMs);
    // What is due at the very end of a stage must not be looked for behind the pause after it, for an error of floating point.
    if (left <= planned + 1e-9) return stage.fromMs + msUntil(stage, left);
    left -= planned;
  }
  return stages.at(-1)?.untilMs ?? 0;
}

/** The rate times the time, and half its rise times the time squared, are the iterations: solved for the time. */
function msUntil({ fromMs, untilMs, from, target }: Stage, iterations: number): number {
  if (iterations <= 0) return 0;
  const risePerSecond = (target - from) / ((untilMs - fromMs) / 1000);
  const rate = Math.sqrt(Math.max(0, from * from + 2 * risePerSecond * iterations));
  return Math.min((2000 * iterations) / (from + rate), untilMs - fromMs);
}

/** Iterations a second of all arrival rates together, each at its highest; undefined without one. */
export function peakRate(offered: readonly Offered[]): number | undefined {
  const rates = offered.filter(({ unit }) => unit === 'iterations/s');
  if (rates.length === 0) return undefined;
  const peaks = rates.map(({ stages }) => Math.max(...stages.flatMap(({ from, target }) => [from, target])));
  return peaks.reduce((sum, peak) => sum + peak, 0);
}
