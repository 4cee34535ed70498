import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY_TESTS } from '../../../fixtures/test-runners/canary.ts';
import { runTests } from '../../../fixtures/test-runners/run-tests.ts';
import type { RunnerCall, TestRunner } from '../../../fixtures/test-runners/runner.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { type PlaywrightCli, cliFor } from './cli.ts';
import { countingFor, invocationOf } from './invocation.ts';
import type { PlaywrightOptions } from './options.ts';
import { requireTarget } from './require-target.ts';
import { environmentOf } from './tool-environment.ts';

/**
 * Runs Playwright to its end and keeps what it left. Throws a SuiteError or an InfraError when there is no telling; returns
 * quietly when it was aborted.
 */
export async function runPlaywright(suiteRun: SuiteRun<PlaywrightOptions>): Promise<void> {
  const { options, folder, target } = suiteRun;
  const cli = cliFor(options.config ?? options.files[0] ?? folder);
  const runner = runnerOf(suiteRun, cli, await environmentOf(suiteRun, cli));
  const results = await runTests(suiteRun, runner);
  if (results !== undefined) requireTarget(results, Object.values(target.urls));
}

/** CommonJS, with the very package that is to be proven: nothing else of its surroundings is needed, and old versions load it as well. */
const canaryFor = (playwright: string) =>
  `const { expect, test } = require(${JSON.stringify(playwright)});\n${CANARY_TESTS}`;
const CANARY_CONFIG =
  "module.exports = { testDir: __dirname, testMatch: 'canary.spec.cjs', workers: 1, reporter: 'line' };";

/** That Playwright, for the tests of a suite. */
export function runnerOf(
  { options, work }: SuiteRun<PlaywrightOptions>,
  cli: PlaywrightCli,
  env: Readonly<Record<string, string>>,
): TestRunner {
  const command = cli.node;
  const before = [...countingFor(cli.node), ...cli.args];
  const { args, cwd, env: own } = invocationOf(options, work);
  const all = { ...env, ...own, ...cli.env };
  const canary = (folder: string): RunnerCall => {
    // Below such a folder Playwright translates nothing, and need not load Babel.
    const cwd = join(folder, 'node_modules/canary');
    const config = join(cwd, 'playwright.config.cjs');
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'canary.spec.cjs'), canaryFor(cli.folder));
    writeFileSync(config, CANARY_CONFIG);
    const output = join(folder, 'test-results');
    const wanted = ['test', '--config', config, '--output', output];
    return { command, args: [...before, ...wanted], cwd, env: { ...env, ...cli.env } };
  };
  return {
    name: 'playwright',
    title: 'Playwright',
    program: [command, cli.folder].join(' '),
    // Playwright closes its browsers and web servers on an interrupt.
    tests: { command, args: [...before, ...args], cwd, env: all, signal: 'SIGINT' },
    canary,
    keeps: ['playwright-report', 'allure-results'],
  };
}
