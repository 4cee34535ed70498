import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Child } from '../../../kernel/scope.ts';
import { attachFolder } from '../../../fixtures/test-runners/attach-folder.ts';
import { requireAwake } from './canary.ts';
import { type PlaywrightCli, cliFor } from './cli.ts';
import { environmentOf } from './tool-environment.ts';
import { countingFor, invocationOf } from './invocation.ts';
import type { PlaywrightOptions } from './options.ts';
import { requireTarget } from './require-target.ts';
import { lastLines } from '../../../fixtures/test-runners/last-lines.ts';
import { requireWhole } from '../../../fixtures/test-runners/require-whole.ts';
import { requireTests, saidIn } from '../../../fixtures/test-runners/said.ts';

/**
 * Runs Playwright to its end and keeps what it left. Throws a SuiteError or an InfraError when there is no telling; returns
 * quietly when it was aborted.
 */
export async function runPlaywright(suiteRun: SuiteRun<PlaywrightOptions>): Promise<void> {
  const { inbox, options, work, signal } = suiteRun;
  const skip = existsSync(inbox) ? statSync(inbox).size : 0;
  const cli = cliFor(options.config ?? options.files[0] ?? suiteRun.folder);
  const env = await environmentOf(suiteRun, cli);
  const log = join(work, 'playwright.log');
  const tests = await startTests(suiteRun, cli, env, log);
  const [awake] = await Promise.allSettled([
    requireAwake(suiteRun, cli, env, { onHang: () => tests.stop() }),
    tests.exited,
  ]);
  await keepOutput(suiteRun, log);
  if (signal.aborted) return;
  if (awake.status === 'rejected') throw awake.reason;
  const said = saidIn(inbox, skip);
  const { code } = await tests.exited;
  requireTests('Playwright', said, { code, log: lastLines(log) });
  requireWhole(said, suiteRun.adHoc);
  requireTarget(said, Object.values(suiteRun.target.urls));
}

async function startTests(
  { options, work, scope }: SuiteRun<PlaywrightOptions>,
  cli: PlaywrightCli,
  env: Readonly<Record<string, string>>,
  log: string,
): Promise<Child> {
  const { args, cwd, env: own } = invocationOf(options, work);
  return scope.spawn({
    command: cli.node,
    args: [...countingFor(cli.node), ...cli.args, ...args],
    cwd,
    env: { ...env, ...own, ...cli.env },
    output: { file: log },
    // Playwright closes its browsers and web servers on an interrupt.
    signal: 'SIGINT',
  });
}

async function keepOutput({ recorder, work }: SuiteRun<PlaywrightOptions>, log: string): Promise<void> {
  await recorder.attach('playwright.log', log);
  await attachFolder(recorder, 'playwright-report', join(work, 'playwright-report'));
  await attachFolder(recorder, 'allure-results', join(work, 'allure-results'));
}
