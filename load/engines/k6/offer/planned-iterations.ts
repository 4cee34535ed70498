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
 * When a scenario's first iteration begins: at once, except where its rate rises from little. k6 begins the first one when a
 * whole one is due.
 */
export function firstIterationMs(stages: Stages): number {
  const [first] = stages;
  if (first === undefined) return 0;
  const { fromMs, untilMs, from, target } = first;
  const risePerSecond = (target - from) / ((untilMs - fromMs) / 1000);
  if (!(risePerSecond > 0)) return fromMs;
  const seconds = (Math.sqrt(from * from + 2 * risePerSecond) - from) / risePerSecond;
  return Math.min(fromMs + seconds * 1000, untilMs);
}
