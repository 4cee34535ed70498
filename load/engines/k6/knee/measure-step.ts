import type { Environment } from '../../../../kernel/environment.ts';
import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import type { Tally } from '../samples/tally.ts';
import { type LimitsIn, limitsIn } from './limits.ts';
import { type Step, stepName } from './steps.ts';

export type JudgedStep = LoadKnee['steps'][number];

/** Why what was measured in a step may be the generator's doing, as a part of a sentence; undefined when it had CPU to spare. */
export type Pressed = (index: number) => string | undefined;

export interface MeasuredStep extends LimitsIn {
  readonly tally: Tally;
}

/** Undefined for a step that the run did not get through; it may lack `slackMs` at its end. */
export function measureStep(
  step: Step,
  index: number,
  samples: LoadSamples,
  environment: Environment,
  slackMs = 0,
): MeasuredStep | undefined {
  const tally = samples.phases.find(({ name }) => name === stepName(index))?.tally;
  const endMs = (samples.startMs ?? Infinity) + step.untilMs - slackMs;
  if (tally === undefined || samples.total.lastMs < endMs) return undefined;
  const all = samples.phases.map((phase) => phase.tally);
  return { tally, ...limitsIn(tally, all, environment) };
}

/** A step as it is journalled. */
export function judgedStep(
  { rate, fromMs, untilMs }: Step,
  broke: readonly string[],
  undecided: string | undefined,
): JudgedStep {
  const held = broke.length === 0 && undecided === undefined;
  return { rate, fromMs, untilMs, held, broke: [...broke], ...(undecided !== undefined && { undecided }) };
}
