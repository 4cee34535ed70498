import type { CheckInput } from '../../../kernel/recorder.ts';
import { defaultLimits, deliberateFailures, namedChecks, toleranceOf } from './thresholds/assertions.ts';
import { findKnee, firstLevelHolds } from './knee/knee.ts';
import type { Measured } from './measure.ts';
import type { Plan } from './plan.ts';
import {
  MARKED_AS_FAILED,
  STOPPED_BY_SIGNAL,
  exceptionProblem,
  exitProblem,
  sentNothing,
} from './process/problems.ts';
import { judgeThreshold } from './thresholds/script-thresholds.ts';

export interface Assessment {
  readonly checks: readonly CheckInput[];
  /** A sentence each, for whatever leaves the outcome open. */
  readonly problems: readonly string[];
}

/** What the run's samples, log and exit say. Whether that is enough is the kernel's to judge. */
export function assess(plan: Plan, measured: Measured): Assessment {
  const own = plan.steps.length > 0 ? byStep(plan, measured) : ownAssertions(plan, measured);
  const checks = [...own.checks, ...markedAsFailed(measured)];
  const problems = [...own.problems, ...endProblems(measured), ...(measured.problems ?? [])];
  if (sentNothing(measured.samples) && measured.samples.checks.all().length === 0) {
    const nothing = 'the load offered nothing: not one request was sent and not one check() was evaluated.';
    return { checks, problems: [...problems, nothing] };
  }
  const asserts = checks.length + own.problems.length + plan.run.suite.thresholds.length > 0;
  const enough = asserts || problems.length > 0;
  return { checks: enough ? checks : [...checks, ...environmentLimits(plan, measured)], problems };
}

/** Of a load whose levels are judged one by one: a `check()` of a stranger's script may fail where the limits break. */
function byStep(plan: Plan, measured: Measured): Assessment {
  const { check, problem } = firstLevelHolds(findKnee(plan.steps, measured.samples, plan.run.environment));
  const tolerance = toleranceOf(plan.run.adHoc, plan.steps.length);
  return {
    checks: [...(check ? [check] : []), ...namedChecks(measured.samples.checks.all(), tolerance)],
    problems: problem === undefined ? [] : [problem],
  };
}

/** What the script itself asserts: thresholds, checks, `fail()`. */
function ownAssertions(plan: Plan, measured: Measured): Assessment {
  const { run } = plan;
  const judged = judgedThresholds(plan, measured);
  const thresholds = judged.checks.length + judged.problems.length + run.suite.thresholds.length;
  const tolerance = toleranceOf(run.adHoc, thresholds);
  const checks = [
    ...judged.checks,
    ...namedChecks(measured.samples.checks.all(), tolerance),
    ...deliberateFailures([...measured.log.thrown.values()], tolerance),
  ];
  return { checks, problems: judged.problems };
}

function judgedThresholds({ scriptThresholds }: Plan, { samples }: Measured): Assessment {
  const judged = scriptThresholds.map((threshold) => judgeThreshold(threshold, samples.total));
  return {
    checks: judged.filter((one) => typeof one !== 'string'),
    problems: judged.filter((one) => typeof one === 'string'),
  };
}

function environmentLimits({ run }: Plan, { samples }: Measured): readonly CheckInput[] {
  const limits = defaultLimits(run.environment, samples.total);
  run.recorder.event('default-limits', limits.detail);
  return limits.checks;
}

function markedAsFailed({ exit }: Measured): readonly CheckInput[] {
  if (exit.code !== MARKED_AS_FAILED) return [];
  return [{ id: 'the script does not call exec.test.fail()', outcome: 'failed', durationMs: 0 }];
}

function endProblems({ exit, log, abortedBy }: Measured): readonly string[] {
  const stoppedByUs = abortedBy !== undefined && exit.code === STOPPED_BY_SIGNAL;
  const end = stoppedByUs ? undefined : exitProblem(exit, log);
  return [end ?? exceptionProblem(log)].filter((problem) => problem !== undefined);
}
