import { availableParallelism } from 'node:os';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import type { CleanRun } from '../../../reports/detection/detection.ts';
import { limitMsOf, type Coverage } from './coverage.ts';
import { judgeSuites, problemsOf } from './judge-suites.ts';
import type { Laboratory } from './laboratory.ts';

/** It matters more that all of them give an answer than when. */
const START_WITHIN_MS = 180_000;

/** All suites with nothing changed. */
export async function runClean(
  lab: Laboratory,
  suites: readonly PlannedSuite[],
  coverage: Coverage,
): Promise<Pick<CleanRun, 'durationMs' | 'suites'>> {
  const began = performance.now();
  lab.copy.hold([]);
  const target = await lab.target.restart(START_WITHIN_MS);
  lab.suites.forget();
  const ran = await lab.suites.run({
    target,
    suites,
    lanes: availableParallelism(),
    stopAt: () => false,
    limitMs: ({ suite }) => limitMsOf(suite.name, coverage),
  });
  const found = ran.map((one) => {
    const judged = judgeSuites([one], suites);
    const sight = judged.killed?.sight ?? judged.waited;
    const failed = sight === undefined ? [] : [sight.what];
    const unclear = judged.doubtful.length > 0 ? ('unknown' as const) : ('pass' as const);
    const verdict = sight === undefined ? unclear : ('fail' as const);
    return { name: one.name, verdict, failed, problems: [...problemsOf(judged)] };
  });
  return { durationMs: performance.now() - began, suites: found };
}
