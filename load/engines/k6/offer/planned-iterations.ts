import type { LoadPlan } from '../../../../kernel/load-evidence.ts';

type Stages = LoadPlan['offered'][number]['stages'];
type Stage = Stages[number];

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
