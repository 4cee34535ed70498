import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '../../../fixtures/test-runners/run-tests.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { cliFor } from '../vitest/cli.ts';
import { runnerOf } from '../vitest/run-vitest.ts';
import { isPact, type PactOptions } from './options.ts';

/** The test file that makes a test of each interaction. */
const TESTS = join(import.meta.dirname, 'pacts.verify.ts');

/**
 * Verifies each interaction of each pact, as one check. Throws a SuiteError where there is no pact: nothing was agreed then, or the
 * folder is another than was meant.
 */
export async function verifyPacts(suiteRun: SuiteRun<PactOptions>): Promise<void> {
  const { options, target } = suiteRun;
  const files = pactsIn(options.pacts);
  if (files.length === 0)
    throw new SuiteError({
      what: `${options.pacts}: no pact is in it`,
      fix: 'name the folder that the consumer wrote its pacts into.',
    });
  const url = target.urls['api'] ?? target.urls['web'] ?? Object.values(target.urls)[0];
  if (url === undefined)
    throw new InfraError({
      what: 'the target has no URL',
      fix: 'say where the provider is: --provider-url.',
    });
  const ofVitest = { ...suiteRun, options: { files: [TESTS], project: [] } };
  const runner = runnerOf(ofVitest, cliFor(TESTS));
  const { tests } = runner;
  const told = {
    HARNESS_PACT_FILES: JSON.stringify(files),
    HARNESS_PROVIDER_URL: url,
    HARNESS_CHECK_FOLDER: import.meta.dirname,
  };
  await runTests(ofVitest, {
    ...runner,
    name: 'pact',
    title: 'Pact',
    tests: { ...tests, env: { ...tests.env, ...told } },
  });
}

/** In alphabetical order; whatever else is JSON there is none. */
export function pactsIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const found = globSync('**/*.json', { cwd: path, exclude: ['**/node_modules/**'] });
  return found
    .map((file) => join(path, file))
    .filter(isPact)
    .sort();
}
