import { readSuiteJournal } from '../../evidence/suite-journals.ts';
import { runFolder, type RunFolder } from '../../evidence/store.ts';
import type { Cell, CleanRun } from '../../reports/detection.ts';
import { judgeRun, type JudgedRun } from '../run/judge-run.ts';
import { EVIDENCE } from '../run/places.ts';
import { suiteFolder } from '../run/store.ts';
import type { Defect } from './catalogue.ts';
import { classify, type SuiteOutcome } from './classify.ts';

/** What the suites of a finished run made of its defect, from its evidence alone. */
export async function readCells(run: string, defect: Defect, suites: readonly string[]): Promise<Cell[]> {
  const folder = runFolder(EVIDENCE, run);
  const judged = await judgeRun(folder);
  return suites.map((suite) => classify(defect, outcomeOf(suite, judged, folder)));
}

function outcomeOf(suite: string, { read, record, decision }: JudgedRun, folder: RunFolder): SuiteOutcome {
  const evidence = read.suites.find((one) => one.evidence.suite.name === suite)?.evidence;
  const { troubles } = record;
  return {
    suite,
    decision: decision.suites.get(suite),
    evidence,
    checks: checksOf(evidence, folder),
    troubles,
  };
}

function checksOf(evidence: SuiteOutcome['evidence'], folder: RunFolder): SuiteOutcome['checks'] {
  if (evidence === undefined) return [];
  const { events } = readSuiteJournal(suiteFolder(folder, evidence));
  return events.filter((event) => event.type === 'check');
}

/** What the suites of a finished run without a defect found all the same. */
export async function readClean(run: string, suites: readonly string[]): Promise<CleanRun['suites']> {
  const { decision, record } = await judgeRun(runFolder(EVIDENCE, run));
  return suites.map((name) => {
    const { verdict, reasons } = decision.suites.get(name) ?? { verdict: 'unknown' as const, reasons: [] };
    const problems = reasons
      .filter((reason) => reason.verdict !== 'waived')
      .map(({ what, observed }) => [what, observed].filter(Boolean).join(': '));
    const failed = reasons.filter((reason) => reason.verdict === 'fail').map(({ what }) => what);
    return {
      ...{ name, verdict, failed },
      problems: verdict === 'unknown' ? [...record.troubles, ...problems] : problems,
    };
  });
}
