import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { LoadCheck } from '../load-check.ts';
import { judgeStep, type StepsRequest, type Problem } from './judge-step.ts';
import { hasRequests } from './without-requests.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

export interface JudgedSteps {
  /** For each step that was reached, in order. */
  readonly checks: readonly LoadCheck[];
  /** A sentence for each thing to do about steps that leave the outcome open. */
  readonly problems: readonly Sentence[];
  /** Whether there was anything to judge steps by. */
  readonly hasRequests: boolean;
  /** For the report. */
  readonly steps: LoadKnee['steps'];
}

/**
 * Judges each step of the load by the environment's limits. How much of a step was offered is not asked here: one that was not
 * is a problem.
 */
export function judgeSteps(request: StepsRequest): JudgedSteps {
  const steps = request.steps.map((step, index) => judgeStep(step, index, request));
  const none = { what: 'the profile has no step to be judged by', fix: 'a stage that stays at one rate' };
  return {
    checks: steps.flatMap(({ check }) => check ?? []),
    problems: sentences(steps.length === 0 ? [none] : steps.flatMap(({ problem }) => problem ?? [])),
    hasRequests: hasRequests(request.samples),
    steps: steps.flatMap(({ step }) => step ?? []),
  };
}

function sentences(problems: readonly Problem[]): readonly Sentence[] {
  const byFix = Map.groupBy(problems, ({ fix }) => fix);
  return [...byFix].map(([fix, all]) => ({
    what: `${all.map(({ what }) => what).join('; ')}.`,
    fix: `${fix}.`,
  }));
}
