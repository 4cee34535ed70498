import {
  defaultThresholds,
  deliberateFailures,
  namedChecks,
  type Tolerance,
  toleranceOf,
} from './thresholds/assertions.ts';
import { firstStepHolds } from './knee/knee.ts';
import type { JudgedSteps } from './knee/judge-steps.ts';
import { kneeOfRun, stepsOfRun } from './knee/of-run.ts';
import { STEPS_NEED_REQUESTS } from './knee/without-requests.ts';
import { assessed, type LoadCheck } from './load-check.ts';
import type { Measured } from './measure.ts';
import type { Plan } from './plan.ts';
import {
  MARKED_AS_FAILED,
  STOPPED_BY_SIGNAL,
  elsewhereProblem,
  exceptionProblem,
  exitProblem,
  unreadProblems,
  ownErrorProblem,
  sentNothing,
} from './process/problems.ts';
import { checkOf, judgeThreshold } from './thresholds/script-thresholds.ts';
import type { Said } from '../../../kernel/sentence.ts';

export interface Assessment {
  readonly checks: readonly LoadCheck[];
  /** A sentence each, for whatever leaves the outcome open. */
  readonly problems: readonly Said[];
}

/** What the run's samples, log and exit say. Whether that is enough is the kernel's to judge. */
export function assess(plan: Plan, measured: Measured): Assessment {
  const steps = stepsOfRun(plan, measured);
  const ofRun = assessRun(plan, measured, steps);
  return {
    checks: [...ofRun.checks, ...steps.checks],
    problems: [...ofRun.problems, ...steps.problems],
  };
}

function assessRun(plan: Plan, measured: Measured, steps: JudgedSteps): Assessment {
  const own = plan.judged === 'by step' ? byStep(plan, measured) : ownAssertions(plan, measured);
  const checks = [...own.checks, ...markedAsFailed(measured)];
  const problems = [
    ...own.problems,
    ...endProblems(measured),
    ...(measured.problems ?? []),
    ...elsewhere(plan, measured),
  ];
  if (sentNothing(measured.samples) && measured.samples.checks.all().length === 0) {
    const nothing = 'the load offered nothing: not one request was sent and not one check() was evaluated.';
    return { checks, problems: [...problems, nothing] };
  }
  const asserts = checks.length + own.problems.length + plan.run.suite.thresholds.length > 0;
  const enough = asserts || problems.length > 0;
  if (enough) return { checks, problems };
  if (!steps.hasRequests) return { checks, problems: [STEPS_NEED_REQUESTS] };
  const limits = environmentThresholds(plan, measured);
  return { checks: [...checks, ...limits.checks], problems: limits.problems };
}

/** A suite's script may ask what stands beside its target, and what was recorded elsewhere names the target as its pods knew it. */
function elsewhere({ run }: Plan, { samples }: Measured): readonly Said[] {
  if (!run.adHoc || run.load.recorded !== undefined) return [];
  return [elsewhereProblem(samples, Object.values(run.target.urls))].filter((one) => one !== undefined);
}

/** Of a load whose steps are judged one by one: a `check()` of a stranger's script may fail where the limits break. */
function byStep(plan: Plan, measured: Measured): Assessment {
  const { knee, unit, undecided } = kneeOfRun(plan, measured);
  const { check, problem } = firstStepHolds(knee, unit);
  const tolerance = toleranceOf(plan.run.adHoc, plan.steps.length);
  return {
    checks: [...(check ? [check] : []), ...saidByScript(measured, tolerance)],
    problems: [problem, undecided].filter((one) => one !== undefined),
  };
}

/** What the script itself asserts: thresholds, checks, `fail()`. */
function ownAssertions(plan: Plan, measured: Measured): Assessment {
  const { run } = plan;
  const judged = judgedThresholds(plan, measured);
  const thresholds = judged.checks.length + judged.problems.length + run.suite.thresholds.length;
  const tolerance = toleranceOf(run.adHoc, thresholds);
  return { checks: [...judged.checks, ...saidByScript(measured, tolerance)], problems: judged.problems };
}

function saidByScript({ samples, log }: Measured, tolerance: Tolerance): readonly LoadCheck[] {
  return [
    ...namedChecks(samples.checks.all(), tolerance),
    ...deliberateFailures(log.givenUp, tolerance, samples.iterations),
  ];
}

function judgedThresholds({ scriptThresholds }: Plan, { samples, broken }: Measured): Assessment {
  const judged = scriptThresholds.map((threshold) => {
    const then = broken?.get(threshold.id);
    if (then === undefined) return judgeThreshold(threshold, samples.total);
    const detail = `${then} when k6 looks at thresholds with abortOnFail: the load was stopped`;
    return checkOf(threshold, { outcome: 'failed', detail });
  });
  return assessed(judged);
}

function environmentThresholds({ run }: Plan, { samples }: Measured): Assessment {
  const limits = defaultThresholds(run.environment, samples.total);
  run.recorder.event('default-limits', limits.detail);
  return limits;
}

function markedAsFailed({ exit }: Measured): readonly LoadCheck[] {
  if (exit.code !== MARKED_AS_FAILED) return [];
  const id = 'the script does not call exec.test.fail()';
  return [{ says: 'assertion', check: { id, outcome: 'failed', durationMs: 0 } }];
}

function endProblems({ exit, log, abortedBy, malformed, samples, problems }: Measured): readonly Said[] {
  const stoppedByUs = abortedBy !== undefined && exit.code === STOPPED_BY_SIGNAL;
  const end = stoppedByUs ? undefined : exitProblem(exit, log);
  // Of a load that was recorded elsewhere they are told with the runner that they are of.
  const own = problems === undefined ? ownErrorProblem(log) : undefined;
  const ends = end === undefined ? [exceptionProblem(log), own] : [end];
  return [
    ...ends.filter((problem) => problem !== undefined),
    ...unreadProblems(malformed, samples.total.dropped),
  ];
}
