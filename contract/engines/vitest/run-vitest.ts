import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CANARY_TESTS } from '../../../fixtures/test-runners/canary.ts';
import { runTests } from '../../../fixtures/test-runners/run-tests.ts';
import type { RunnerCall, TestRunner } from '../../../fixtures/test-runners/runner.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { type VitestCli, cliFor } from './cli.ts';
import { invocationOf } from './invocation.ts';
import type { VitestOptions } from './options.ts';

/**
 * Runs Vitest to its end and keeps what it left. Throws a SuiteError or an InfraError when there is no telling; returns quietly
 * when it was aborted.
 */
export async function runVitest(suiteRun: SuiteRun<VitestOptions>): Promise<void> {
  const { options, folder } = suiteRun;
  await runTests(suiteRun, runnerOf(suiteRun, cliFor(options.files[0] ?? options.config ?? folder)));
}

/** That Vitest, for the tests of a suite. */
export function runnerOf({ options, work }: SuiteRun<VitestOptions>, cli: VitestCli): TestRunner {
  const env = {
    HARNESS_VITEST: join(dirname(cli.program), 'dist/index.js'),
    HARNESS_PACTS: join(work, 'pacts'),
    PACT_DO_NOT_TRACK: 'true',
    SCARF_ANALYTICS: 'false',
    NO_COLOR: '1',
  };
  const call = (wanted: VitestOptions, into: string): RunnerCall => {
    const { args, cwd, env: own } = invocationOf(wanted, into, cli.version);
    const all = { ...env, ...own, ...cli.env };
    return { command: process.execPath, args: [...cli.args, ...args], cwd, env: all };
  };
  const canary = (folder: string): RunnerCall => {
    const file = join(folder, 'canary.test.mjs');
    writeFileSync(file, `import { expect, test } from 'vitest';\n${CANARY_TESTS}`);
    return call({ files: [file], project: [] }, folder);
  };
  const { program } = cli;
  return { name: 'vitest', title: 'Vitest', program, tests: call(options, work), canary, keeps: ['pacts'] };
}
