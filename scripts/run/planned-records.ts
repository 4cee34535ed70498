import { needsTarget } from '../../kernel/engine.ts';
import type { Plan } from '../../kernel/plan.ts';
import type { PlannedRecord } from '../../kernel/run-journal.ts';

/** A plan as the journal keeps it; `rerun` gives the command line that runs just one of its suites again. */
export function plannedRecords(plan: Plan, rerun: (suite: string) => string): PlannedRecord[] {
  return plan.planned.map(({ suite, engine, toolKind, file, unavailable, missing }) => ({
    suite,
    toolKind,
    file,
    unavailable,
    missing,
    needs: needsTarget(engine) ? undefined : engine.needs,
    rerun: rerun(suite.name),
  }));
}
