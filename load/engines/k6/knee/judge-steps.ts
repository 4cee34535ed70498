import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { LoadCheck } from '../load-check.ts';
import { judgeLevel, type LevelsRequest, type Problem } from './judge-step.ts';
import { hasRequests } from './without-requests.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

export interface Levels {
  /** For each level that was reached, in order. */
  readonly checks: readonly LoadCheck[];
  /** A sentence for each thing to do about levels that leave the outcome open. */
  readonly problems: readonly Sentence[];
  /** Whether there was anything to judge levels by. */
  readonly hasRequests: boolean;
  /** For the report. */
  readonly steps: LoadKnee['steps'];
}

/**
 * Judges each level of the load by the environment's limits. How much of a level was offered is not asked here: one that was not
 * is a shortfall.
 */
export function judgeLevels(request: LevelsRequest): Levels {
  const levels = request.steps.map((step, index) => judgeLevel(step, index, request));
  const none = { what: 'the profile has no level to be judged by', fix: 'a stage that stays at one rate' };
  return {
    checks: levels.flatMap(({ check }) => check ?? []),
    problems: sentences(levels.length === 0 ? [none] : levels.flatMap(({ problem }) => problem ?? [])),
    hasRequests: hasRequests(request.samples),
    steps: levels.flatMap(({ step }) => step ?? []),
  };
}

function sentences(problems: readonly Problem[]): readonly Sentence[] {
  const byFix = Map.groupBy(problems, ({ fix }) => fix);
  return [...byFix].map(([fix, all]) => ({
    what: `${all.map(({ what }) => what).join('; ')}.`,
    fix: `${fix}.`,
  }));
}
