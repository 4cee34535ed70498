import type { Environment } from '../../../../kernel/environment.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { LoadCheck } from '../load-check.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import { PRESSED_FIX } from '../watch/generator-pressure.ts';
import { type JudgedStep, judgedStep, type Pressed, measureStep, type MeasuredStep } from './measure-step.ts';
import { sayRate, type Step } from './steps.ts';
import { hasDurations, hasRequests, WITHOUT_REQUESTS } from './without-requests.ts';

/** A load ends with its last iteration, a little before its last step does. */
const SLACK = 0.05;

export interface StepsRequest {
  readonly steps: readonly Step[];
  readonly samples: LoadSamples;
  readonly environment: Environment;
  readonly pressed: Pressed;
  /** What stopped the load early, on purpose: then steps may be missing. */
  readonly abortedBy: string | undefined;
  /** Requirements that a step which does not hold disproves. */
  readonly proves: readonly string[];
}

export interface Problem {
  /** A part of a sentence. */
  readonly what: string;
  readonly fix: string;
}

export interface StepJudgement {
  readonly check?: LoadCheck;
  /** Leaves the outcome open. */
  readonly problem?: Problem;
  /** Absent where the step was not finished. */
  readonly step?: JudgedStep;
}

/** Judges one step by the environment's limits. One that broke while the generator was pressed is skipped, and a problem. */
export function judgeStep(step: Step, index: number, request: StepsRequest): StepJudgement {
  const { samples, environment, pressed } = request;
  const name = `step ${index + 1} (${sayRate(step)})`;
  const slackMs = SLACK * (step.untilMs - step.fromMs);
  const measured = measureStep(step, index, samples, environment, slackMs);
  if (measured === undefined) return notFinished(name, request);
  const { broke, few, observed } = measured;
  const check = (outcome: CheckInput['outcome'], ...detail: readonly string[]): LoadCheck => {
    const id = `the limits hold at ${name}`;
    const disproves = outcome === 'failed' && { proves: [...request.proves] };
    return { says: 'step', check: { id, outcome, durationMs: 0, detail: detail.join('; '), ...disproves } };
  };
  if (!hasRequests(samples))
    return {
      check: check('skipped', WITHOUT_REQUESTS),
      step: judgedStep(step, [], WITHOUT_REQUESTS),
    };
  const what = broke.join('; ');
  const why = broke.length > 0 ? pressed(index) : undefined;
  if (why !== undefined)
    return {
      check: check('skipped', `not judged, for ${why} (it failed: ${what})`),
      problem: { what: `the limits did not hold at ${name} (${what}) while ${why}`, fix: PRESSED_FIX },
      step: judgedStep(step, broke, why),
    };
  if (broke.length > 0)
    return { check: check('failed', ...broke, ...observed), step: judgedStep(step, broke, undefined) };
  if (few.length === 0) return { check: check('passed', ...observed), step: judgedStep(step, [], undefined) };
  const reason = `too few requests to judge it by: ${[...few, ...observed].join('; ')}`;
  return {
    check: check('skipped', reason),
    step: judgedStep(step, [], reason),
    ...(mustBeJudged(step, measured, request.steps) && { problem: asked(name, reason) }),
  };
}

function notFinished(name: string, { abortedBy }: StepsRequest): StepJudgement {
  if (abortedBy !== undefined) return {};
  return {
    problem: { what: `${name} was not finished`, fix: 'see why the load ended early in k6.log.ndjson' },
  };
}

function asked(name: string, reason: string): Problem {
  return {
    what: `${name} had ${reason}`,
    fix: 'a longer or a larger load (--time-scale, --rate-scale)',
  };
}

/** The highest steps are what the load is for. Below, a step may be too short for a verdict of its own, never without an answer. */
function mustBeJudged({ rate }: Step, { tally }: MeasuredStep, steps: readonly Step[]): boolean {
  if (rate >= Math.max(...steps.map((step) => step.rate))) return true;
  return !hasDurations(tally);
}
