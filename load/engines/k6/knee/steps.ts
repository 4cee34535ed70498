import type { LoadPlan } from '../../../../kernel/load-evidence.ts';
import type { Phase } from '../options.ts';

type Offered = LoadPlan['offered'][number];

/** A stretch at one rate, in ms since the load began. */
export interface Step {
  readonly unit: Offered['unit'];
  /** In that unit. */
  readonly rate: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The stretches at one rate of a profile's only scenario: between them the rate rises, which belongs to no step. */
export function stepsOf(offered: readonly Offered[]): readonly Step[] {
  const [first] = offered;
  return first === undefined ? [] : stepsOfScenario(first);
}

/** The stretches at one rate of a scenario. Two stages in a row at the same rate are one. */
export function stepsOfScenario({ unit, stages }: Pick<Offered, 'unit' | 'stages'>): readonly Step[] {
  const steps: Step[] = [];
  for (const { fromMs, untilMs, from, target: rate } of stages) {
    if (from !== rate || rate <= 0) continue;
    const before = steps.at(-1);
    const goesOn = before?.rate === rate && before.untilMs === fromMs;
    steps.splice(goesOn ? -1 : steps.length, 1, {
      unit,
      rate,
      fromMs: goesOn ? before.fromMs : fromMs,
      untilMs,
    });
  }
  return steps;
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

/** `200 iterations/s`, `1 user`. */
export function sayRate({ unit, rate }: Pick<Step, 'unit' | 'rate'>): string {
  return `${rate} ${unit === 'users' && rate === 1 ? 'user' : unit}`;
}
