import { availableParallelism } from 'node:os';
import { saidBy } from '../../../kernel/errors.ts';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import { startedAt } from '../../../kernel/process.ts';
import type { RunningTarget } from '../../../kernel/target.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { limitMsOf, type Coverage } from './coverage.ts';
import { judgeSuites, saw, type Judged } from './judge-suites.ts';
import type { Laboratory } from './laboratory.ts';
import type { How, Result } from './try-kind.ts';

interface Conditions {
  readonly coverage: Coverage;
  readonly how: How;
}

/**
 * What suites make of mutants; the first check that sees something ends them. What a busy machine would explain as well is tried
 * once more, and is the mutants' when it comes again.
 */
export async function tryMutants(
  lab: Laboratory,
  mutants: readonly Mutant[],
  suites: readonly PlannedSuite[],
  { coverage, how }: Conditions,
): Promise<Result> {
  lab.copy.hold(mutants);
  try {
    const first = await runOn(lab, suites, { coverage, how });
    if (first.result.outcome !== 'unknown' || lab.isStopped()) return first.result;
    const again = first.again.length === 0 ? suites : first.again;
    const second = await runOn(lab, again, { coverage, how: 'one by one' });
    const passed = [...new Set([...first.result.passed, ...second.result.passed])];
    const { outcome } = second.result;
    // The others were stopped when it waited in vain, and have not been asked.
    if (first.waited && outcome === 'survived') return { ...first.result, passed };
    if (outcome !== 'unknown' || lab.isStopped()) return { ...second.result, passed };
    // Twice the same way: that is no busy machine.
    if (second.started)
      return { ...second.result, outcome: second.waited ? 'killed' : 'killed grossly', passed };
    return { ...second.result, outcome: (await startsWithout(lab)) ? 'not started' : 'unknown', passed };
  } finally {
    lab.copy.hold([]);
  }
}

/** Whether the target comes up with nothing changed; where it does not, it is started from nothing. Rejects where that fails too. */
async function startsWithout(lab: Laboratory): Promise<boolean> {
  lab.copy.hold([]);
  try {
    await lab.target.restart(restartWithinMs(lab));
    return true;
  } catch {
    await lab.startClean();
    return false;
  }
}

function restartWithinMs({ restartMs }: Laboratory): number {
  return restartMs * 4 + 10_000;
}

interface Attempt {
  readonly result: Result;
  /** Suites to ask once more, if there is no telling. */
  readonly again: readonly PlannedSuite[];
  /** A check waited in vain for what it expects. */
  readonly waited: boolean;
  readonly started: boolean;
}

async function runOn(
  lab: Laboratory,
  suites: readonly PlannedSuite[],
  { coverage, how }: Conditions,
): Promise<Attempt> {
  let target: RunningTarget;
  try {
    target = await lab.target.restart(restartWithinMs(lab));
  } catch (error) {
    const sight = { what: saidBy(error).what.slice(0, 600), proves: [] };
    return { result: { outcome: 'unknown', sight, passed: [] }, again: [], waited: false, started: false };
  }
  const ran = await lab.suites.run({
    target,
    suites,
    lanes: how === 'side by side' ? availableParallelism() : 1,
    stopAt: saw,
    limitMs: ({ suite }) => limitMsOf(suite.name, coverage),
  });
  const judged = judgeSuites(ran, suites);
  const unclear = [judged.waited, ...judged.doubtful].flatMap((sight) => sight?.suite ?? []);
  return {
    result: resultOf(judged, target),
    again: suites.filter(({ suite }) => unclear.includes(suite.name)),
    waited: judged.waited !== undefined,
    started: true,
  };
}

function resultOf({ killed, waited, doubtful, passed }: Judged, target: RunningTarget): Result {
  if (killed !== undefined) {
    const grossly = killed.grossly || hasDied(target);
    return { outcome: grossly ? 'killed grossly' : 'killed', sight: killed.sight, passed };
  }
  const sight = waited ?? doubtful[0];
  return sight === undefined ? { outcome: 'survived', passed } : { outcome: 'unknown', sight, passed };
}

/** One of its processes is gone. */
function hasDied({ processes = {} }: RunningTarget): boolean {
  return Object.values(processes).some((one) => 'pid' in one && startedAt(one.pid) !== one.startedAt);
}
