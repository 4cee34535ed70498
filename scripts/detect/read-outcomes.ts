import { runFolder } from '../../evidence/store.ts';
import type { Cell, CleanRun } from '../../reports/detection/detection.ts';
import { judgeRun, type JudgedRun } from '../finish/judge-run.ts';
import { EVIDENCE } from '../session/places.ts';
import type { Defect } from '../../kernel/defect.ts';
import { classify, type SuiteOutcome } from './classify.ts';
import { say } from '../../kernel/sentence.ts';

/** What the suites of a finished run made of its defect, from its evidence alone. */
export async function readCells(run: string, defect: Defect, suites: readonly string[]): Promise<Cell[]> {
  const judged = await judgeRun(runFolder(EVIDENCE, run));
  return suites.map((suite) => classify(defect, outcomeOf(suite, judged)));
}

/** Where any of a run's evidence does not verify, none of its suites has caught or missed anything. */
export function outcomeOf(suite: string, { read, record, decision }: JudgedRun): SuiteOutcome {
  const intact = read.problems.length === 0;
  const found = intact ? read.suites.find((one) => one.evidence.suite.name === suite) : undefined;
  return {
    suite,
    decision: decision.suites.get(suite),
    evidence: found?.evidence,
    checks: found?.events.filter((event) => event.type === 'check') ?? [],
    problems: record.problems,
  };
}

/** What the suites of a finished run without a defect found all the same. */
export async function readClean(run: string, suites: readonly string[]): Promise<CleanRun['suites']> {
  const judged = await judgeRun(runFolder(EVIDENCE, run));
  return suites.map((name) => cleanSuiteOf(name, judged));
}

export function cleanSuiteOf(
  name: string,
  { decision, record, read }: JudgedRun,
): CleanRun['suites'][number] {
  const { verdict: judged, reasons } = decision.suites.get(name) ?? {
    verdict: 'unknown' as const,
    reasons: [],
  };
  const verdict = read.problems.length === 0 ? judged : 'unknown';
  const problems = reasons
    .filter((reason) => reason.verdict !== 'waived')
    .map(({ what, observed }) => [what, observed].filter(Boolean).join(': '));
  const failed = reasons.filter((reason) => reason.verdict === 'fail').map(({ what }) => what);
  return {
    ...{ name, verdict, failed },
    problems: verdict === 'unknown' ? [...record.problems.map(say), ...problems] : problems,
  };
}
