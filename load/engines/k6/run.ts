import type { SuiteRun } from '../../../kernel/engine.ts';
import type { K6Options } from './options.ts';
import { lookFirst } from './process/first-look.ts';

/** Runs the script and records what it says. Throws a SuiteError or an InfraError when the outcome is open. */
export async function runK6(run: SuiteRun<K6Options>): Promise<void> {
  const look = await lookFirst(run);
  // It takes longer to load than k6 to answer: so both at once.
  const { runScript } = await import('./run-script.ts');
  await runScript(run, look);
}
