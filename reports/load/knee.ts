import type { LoadKnee, LoadPlan } from '../../kernel/load-evidence.ts';
import { sayDuration, sayNumber } from '../format.ts';
import type { Stretch } from '../phases.ts';

export interface KneeStep {
  readonly rate: string;
  readonly when: string;
  readonly held: boolean;
  readonly broke: readonly string[];
}

export interface Knee {
  readonly said: string;
  readonly steps: readonly KneeStep[];
}

/** Where the load was raised until its limits broke. Undefined when nobody looked for that. The plan tells the unit of its rates. */
export function kneeOf(knee: LoadKnee | undefined, plan: LoadPlan | undefined): Knee | undefined {
  if (knee === undefined || knee.steps.length === 0) return undefined;
  const unit = unitOf(plan);
  const steps = knee.steps.map(({ rate, fromMs, untilMs, held, broke }) => ({
    rate: `${sayNumber(rate)}${unit}`,
    when: `${fromMs === 0 ? 'start' : sayDuration(fromMs)} to ${sayDuration(untilMs)}`,
    held,
    broke,
  }));
  return { said: sayKnee(knee, unit), steps };
}

function unitOf(plan: LoadPlan | undefined): string {
  return plan?.offered[0]?.unit === 'users' ? ' users' : '/s';
}

/** The steps decide what is said, not the rate beside them. */
function sayKnee({ steps }: LoadKnee, unit: string): string {
  const say = (rate: number) => `${sayNumber(rate)}${unit}`;
  const broken = steps.findIndex((step) => !step.held);
  const first = steps[broken];
  if (first === undefined)
    return `not reached: everything held up to ${say(steps.at(-1)?.rate ?? 0)}, the highest that was tried`;
  const why = first.broke.length > 0 ? `: ${first.broke.join('; ')}` : '';
  const below = steps[broken - 1];
  const held = below === undefined ? 'the first step broke already' : `held at ${say(below.rate)}`;
  return `${held}, broke at ${say(first.rate)}${why}`;
}

/** The steps as they are drawn behind a plot. */
export function kneeStretches(knee: LoadKnee | undefined, plan: LoadPlan | undefined): readonly Stretch[] {
  return (knee?.steps ?? []).map(({ rate, fromMs, untilMs, held }) => ({
    name: `${sayNumber(rate)}${unitOf(plan)}`,
    fromMs,
    untilMs,
    broke: !held,
  }));
}
