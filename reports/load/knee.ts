import type { LoadKnee, LoadPlan } from '../../kernel/load-evidence.ts';
import type { Stretch } from '../drawing/plot.ts';
import { sayDuration, sayNumber } from '../format.ts';

export interface KneeStep {
  readonly rate: string;
  readonly when: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly said: 'held' | 'broke' | 'undecided';
  /** What broke, or why there is no telling; empty where everything held. */
  readonly why: string;
}

export interface Knee {
  readonly said: string;
  readonly steps: readonly KneeStep[];
}

/** Where the load was raised until its limits broke. Undefined when nobody looked for that. The plan tells the unit of its rates. */
export function kneeOf(knee: LoadKnee | undefined, plan: LoadPlan | undefined): Knee | undefined {
  if (knee === undefined || knee.steps.length === 0) return undefined;
  const unit = unitOf(plan);
  return { said: sayKnee(knee, unit), steps: stepRows(knee, plan) };
}

/** Each step with what became of it. None when nobody judged any. */
export function stepRows(judged: LoadKnee | undefined, plan: LoadPlan | undefined): readonly KneeStep[] {
  return (judged?.steps ?? []).map((step) => ({
    rate: `${sayNumber(step.rate)}${unitOf(plan)}`,
    when: `${step.fromMs === 0 ? 'start' : sayDuration(step.fromMs)} to ${sayDuration(step.untilMs)}`,
    ...outcomeOf(step),
    why: [...step.broke, ...(step.undecided === undefined ? [] : [step.undecided])].join('; '),
  }));
}

function outcomeOf({ held, undecided }: LoadKnee['steps'][number]): Pick<KneeStep, 'verdict' | 'said'> {
  if (held) return { verdict: 'pass', said: 'held' };
  return undecided === undefined
    ? { verdict: 'fail', said: 'broke' }
    : { verdict: 'unknown', said: 'undecided' };
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
  if (first.undecided !== undefined) {
    const least = below === undefined ? 'not found' : `at least ${say(below.rate)}`;
    return `${least}; at ${say(first.rate)} ${first.undecided}${why}`;
  }
  const held = below === undefined ? 'the first step broke already' : `held at ${say(below.rate)}`;
  return `${held}, broke at ${say(first.rate)}${why}`;
}

/** The steps as they are drawn behind a plot. */
export function kneeStretches(knee: LoadKnee | undefined, plan: LoadPlan | undefined): readonly Stretch[] {
  return (knee?.steps ?? []).map(({ rate, fromMs, untilMs, held, undecided }) => ({
    name: `${sayNumber(rate)}${unitOf(plan)}`,
    fromMs,
    untilMs,
    broke: !held && undecided === undefined,
  }));
}
