import type { RunFolder } from '../../evidence/store.ts';
import { readSuiteJournal } from '../../evidence/suite-journals.ts';
import { fold } from '../../kernel/evidence.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import { judge } from '../../kernel/judge.ts';
import type { Plan } from '../../kernel/plan.ts';
import type { Waiver } from '../../kernel/waiver.ts';
import type { SuiteNews } from '../terminal/progress.ts';
import { suiteFolder } from '../session/store.ts';

/** What the evidence of a suite that has just ended amounts to. */
export function newsOf(run: RunFolder, plan: Plan, name: string, waivers: readonly Waiver[]): SuiteNews {
  const planned = plan.planned.find((one) => one.suite.name === name);
  if (planned === undefined) throw new Error(`${name} was not planned`);
  const { suite, toolKind } = planned;
  const evidence = fold(
    readSuiteJournal(suiteFolder(run, { suite, engine: { name: suite.engine, toolKind } })).events,
  );
  const checks = lastAttempts(evidence?.checks ?? []).filter((check) => check.outcome !== 'skipped').length;
  return { checks, decision: judge(planned, evidence, waivers, new Date()) };
}
