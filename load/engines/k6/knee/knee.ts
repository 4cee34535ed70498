import type { Environment } from '../../../../kernel/environment.ts';
import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { LoadCheck } from '../load-check.ts';
import type { Plan } from '../plan.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import type { Tally } from '../samples/tally.ts';
import { type JudgedStep, judgedStep, type Pressed, measureStep } from './measure-step.ts';
import { REQUESTS_AT_LEAST } from './limits.ts';
import { sayRate, type Step } from './steps.ts';
import { sayUndecided } from './undecided-knee.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

/** Less than that share of the rate's iterations ended: it was not served. */
const SERVED_AT_LEAST = 0.95;

const TOO_FEW = `fewer than ${REQUESTS_AT_LEAST} requests of a service were answered: too few to judge by`;

/**
 * Where the thresholds break: steps are judged in order by the environment's limits (`limits.ts`) and by how much of the rate was
 * served. `rate` is that of the last step before the first that broke; undefined where even the first broke, or none was
 * finished. A step that broke while the generator was `pressed` is undecided, for it may have been the generator; so is one that
 * was served and sent too few requests to be judged.
 */
export function findKnee(
  steps: readonly Step[],
  samples: LoadSamples,
  environment: Environment,
  pressed: Pressed = () => undefined,
): LoadKnee {
  const judged = steps.flatMap((step, index) => kneeStep(step, index, samples, environment, pressed) ?? []);
  const firstBroken = judged.findIndex(({ held }) => !held);
  const last = firstBroken < 0 ? judged.at(-1) : judged[firstBroken - 1];
  return { steps: judged, ...(last && { rate: last.rate }) };
}

/** A load that is raised until it breaks is not asked whether everything held, but its first step must have. */
export function firstStepHolds(
  knee: LoadKnee,
  unit: Step['unit'],
): { readonly check?: LoadCheck; readonly problem?: Sentence } {
  const [first] = knee.steps;
  if (first === undefined)
    return { problem: { what: 'not one step of the load was finished.', fix: 'a larger --time-scale.' } };
  const where = `at ${sayRate({ unit, rate: first.rate })}`;
  if (first.undecided !== undefined) return { problem: sayUndecided(first, where) };
  const outcome = first.held ? 'passed' : 'failed';
  const detail = first.held ? where : `${where}: ${first.broke.join('; ')}`;
  const check = {
    id: 'the limits hold at the first step of the load',
    outcome,
    durationMs: 0,
    detail,
  } as const;
  return { check: { says: 'assertion', check } };
}

/** Two steps in a row that do not hold are no accident: raising the load further tells nothing. */
export function kneeFound({ judged, steps, run }: Plan, samples: LoadSamples): string | undefined {
  if (judged !== 'by step') return undefined;
  const { steps: so } = findKnee(steps, samples, run.environment);
  const found = so.some(({ held }, index) => !held && so[index + 1]?.held === false);
  return found ? 'the limits broke at two steps in a row: the knee is found' : undefined;
}

function kneeStep(
  step: Step,
  index: number,
  samples: LoadSamples,
  environment: Environment,
  pressed: Pressed,
): JudgedStep | undefined {
  const measured = measureStep(step, index, samples, environment);
  if (measured === undefined) return undefined;
  const broke = [...unserved(step, measured.tally), ...measured.broke];
  if (broke.length === 0) return judgedStep(step, [], measured.isJudged ? undefined : TOO_FEW);
  return judgedStep(step, measured.isJudged ? broke : [...broke, TOO_FEW], pressed(index));
}

/** Users begin anew when they are done: they promise no rate. */
function unserved({ unit, rate, fromMs, untilMs }: Step, tally: Tally): readonly string[] {
  if (unit === 'users') return [];
  const ended = tally.stat({ metric: 'iterations', tags: [] }, 'count')?.value ?? 0;
  const seconds = (untilMs - fromMs) / 1000;
  // One may still be on its way when the step ends.
  if (ended + 1 >= rate * seconds * SERVED_AT_LEAST) return [];
  return [`${(ended / seconds).toFixed(1)} of ${rate} iterations/s ended`];
}
