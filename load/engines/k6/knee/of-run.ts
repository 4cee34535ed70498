import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { Measured } from '../measure.ts';
import type { Plan } from '../plan.ts';
import { findKnee } from './knee.ts';
import { judgeSteps, type JudgedSteps } from './judge-steps.ts';
import type { Step } from './steps.ts';
import { undecidedKnee } from './undecided-knee.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

type Run = Pick<Measured, 'samples' | 'offer' | 'abortedBy'>;

/** Of a load whose steps must hold each; empty of any other. */
export function stepsOfRun({ judged, steps, run }: Plan, { samples, offer, abortedBy }: Run): JudgedSteps {
  if (judged !== 'each step') return { checks: [], problems: [], hasRequests: true, steps: [] };
  const { environment, suite } = run;
  const pressed = (index: number) => offer.pressed(index);
  return judgeSteps({ steps, samples, environment, pressed, abortedBy, proves: suite.proves });
}

export interface KneeOfRun {
  readonly knee: LoadKnee;
  readonly unit: Step['unit'];
  /** Why it decides nothing of the suite's thresholds; undefined where it does. */
  readonly undecided: Sentence | undefined;
}

/** Of a load that is raised until it breaks. */
export function kneeOfRun({ steps, run }: Plan, { samples, offer }: Run): KneeOfRun {
  const knee = findKnee(steps, samples, run.environment, (index) => offer.pressed(index));
  const unit = steps[0]?.unit ?? 'iterations/s';
  return { knee, unit, undecided: undecidedKnee(knee, unit, run.suite.thresholds) };
}
