import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { attachFolder } from '../../../fixtures/test-results/attach-folder.ts';
import { requireAwake } from './canary.ts';
import { type PlaywrightCli, cliFor } from './cli.ts';
import { environmentOf } from './tool-environment.ts';
import { countingFor, invocationOf } from './invocation.ts';
import type { PlaywrightOptions } from './options.ts';
import { requireTests, saidIn } from '../../../fixtures/test-results/said.ts';

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
  const [ran, awake] = await Promise.allSettled([
    runTests(suiteRun, cli, env, log),
    requireAwake(suiteRun, cli, env),
  ]);
  await keepOutput(suiteRun, log);
  if (signal.aborted) return;
  for (const settled of [ran, awake]) if (settled.status === 'rejected') throw settled.reason;
  const code = ran.status === 'fulfilled' ? ran.value : null;
  requireTests('Playwright', saidIn(inbox, skip), { code, log: lastLines(log) });
}

async function runTests(
  { options, work, scope }: SuiteRun<PlaywrightOptions>,
  cli: PlaywrightCli,
  env: Readonly<Record<string, string>>,
  log: string,
): Promise<number | null> {
  const { args, cwd, env: own } = invocationOf(options, work);
  const child = await scope.spawn({
    command: process.execPath,
    args: [...countingFor(process.execPath), ...cli.args, ...args],
    cwd,
    env: { ...env, ...own, ...cli.env },
    output: { file: log },
    // Playwright closes its browsers and web servers on an interrupt.
    signal: 'SIGINT',
  });
  return (await child.exited).code;
}

async function keepOutput({ recorder, work }: SuiteRun<PlaywrightOptions>, log: string): Promise<void> {
  await recorder.attach('playwright.log', log);
  await attachFolder(recorder, 'playwright-report', join(work, 'playwright-report'));
  await attachFolder(recorder, 'allure-results', join(work, 'allure-results'));
}

function lastLines(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-20).join('\n') : '';
}
