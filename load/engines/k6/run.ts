import type { SuiteRun } from '../../../kernel/engine.ts';
import { measure } from './measure.ts';
import type { K6Options } from './options.ts';
import { recordOutcome } from './outcome.ts';
import { prepare } from './plan.ts';

/** Runs the script and records what it says. Throws a SuiteError or an InfraError when the outcome is open. */
export async function runK6(run: SuiteRun<K6Options>): Promise<void> {
  const plan = await prepare(run);
  const measured = await measure(plan);
  await recordOutcome(plan, measured);
}
