import type { SuiteRun } from '../../../kernel/engine.ts';
import { measure } from './measure.ts';
import { measureRecorded } from './pods/measure-recorded.ts';
import type { K6Options } from './options.ts';
import { outcomeMetrics } from './outcome-metrics.ts';
import { recordOutcome } from './outcome.ts';
import { prepare } from './plan.ts';
import type { FirstLook } from './process/first-look.ts';
import { pushResults } from './push.ts';

/** Runs the script and records what it says. Throws a SuiteError or an InfraError when the outcome is open. */
export async function runScript(run: SuiteRun<K6Options>, look: FirstLook): Promise<void> {
  const plan = await prepare(run, look);
  const { recorded } = run.load;
  const measured = await (recorded === undefined ? measure(plan) : measureRecorded(plan, recorded.streams));
  try {
    await recordOutcome(plan, measured);
  } finally {
    await pushResults(run, outcomeMetrics(plan, measured));
  }
}
