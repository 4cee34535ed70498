import type { Environment } from '../../../../kernel/environment.ts';
import type { CheckInput } from '../../../../kernel/recorder.ts';
import type { LoadCheck } from '../load-check.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import { PRESSED_FIX } from '../watch/generator-pressure.ts';
import { type JudgedStep, judgedStep, type Pressed, readStep, type StepReading } from './measure-step.ts';
import { sayRate, type Step } from './steps.ts';
import { hasDurations, hasRequests, WITHOUT_REQUESTS } from './without-requests.ts';

/** A load ends with its last iteration, a little before its last level does. */
const SLACK = 0.05;

export interface LevelsRequest {
  readonly steps: readonly Step[];
  readonly samples: LoadSamples;
  readonly environment: Environment;
  readonly pressed: Pressed;
  /** What stopped the load early, on purpose: then levels may be missing. */
  readonly abortedBy: string | undefined;
  /** Requirements that a level which does not hold disproves. */
  readonly proves: readonly string[];
}

export interface Problem {
  /** A part of a sentence. */
  readonly what: string;
  readonly fix: string;
}

export interface JudgedLevel {
  readonly check?: LoadCheck;
  /** Leaves the outcome open. */
  readonly problem?: Problem;
  /** Absent where the level was not finished. */
  readonly step?: JudgedStep;
}

/** Judges one level by the environment's limits. One that broke while the generator was pressed is skipped, and a problem. */
export function judgeLevel(step: Step, index: number, request: LevelsRequest): JudgedLevel {
  const { samples, environment, pressed } = request;
  const name = `level ${index + 1} (${sayRate(step)})`;
  const slackMs = SLACK * (step.untilMs - step.fromMs);
  const reading = readStep(step, index, samples, environment, slackMs);
  if (reading === undefined) return notFinished(name, request);
  const { broke, few, observed } = reading;
  const check = (outcome: CheckInput['outcome'], ...detail: readonly string[]): LoadCheck => {
    const id = `the limits hold at ${name}`;
    const disproves = outcome === 'failed' && { proves: [...request.proves] };
    return { says: 'level', check: { id, outcome, durationMs: 0, detail: detail.join('; '), ...disproves } };
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
    ...(mustBeJudged(step, reading, request.steps) && { problem: asked(name, reason) }),
  };
}

function notFinished(name: string, { abortedBy }: LevelsRequest): JudgedLevel {
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

/** The highest levels are what the load is for. Below, a level may be too short for a verdict of its own, never without an answer. */
function mustBeJudged({ rate }: Step, { tally }: StepReading, steps: readonly Step[]): boolean {
  if (rate >= Math.max(...steps.map((step) => step.rate))) return true;
  return !hasDurations(tally);
}
