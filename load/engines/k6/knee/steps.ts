import type { LoadPlan } from '../../../../kernel/load-evidence.ts';
import type { Phase } from '../options.ts';

type Offered = LoadPlan['offered'][number];

/** A stretch at one rate, in ms since the load began. */
export interface Step {
  /** Iterations per second, or users. */
  readonly rate: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The level stretches of a profile's only scenario: between them the rate rises, which belongs to no step. */
export function stepsOf(offered: readonly Offered[]): readonly Step[] {
  const [first] = offered;
  return (first?.stages ?? [])
    .filter(({ from, target }) => from === target && target > 0)
    .map(({ target: rate, fromMs, untilMs }) => ({ rate, fromMs, untilMs }));
}

/** Phases of the run: each step's, and those of the rises between them, which nobody judges. */
export function phasesOf(steps: readonly Step[]): readonly Phase[] {
  return steps.flatMap((step, index) => [
    ...(step.fromMs > (steps[index - 1]?.untilMs ?? 0)
      ? [{ name: `rise-${index + 1}`, untilMs: step.fromMs }]
      : []),
    { name: stepName(index), untilMs: step.untilMs },
  ]);
}

export function stepName(index: number): string {
  return `step-${index + 1}`;
}
