import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { Child } from '../../../kernel/scope.ts';
import { attachFolder } from '../../../fixtures/test-runners/attach-folder.ts';
import { requireAwake } from './canary.ts';
import { type VitestCli, cliFor } from './cli.ts';
import { invocationOf } from './invocation.ts';
import type { VitestOptions } from './options.ts';
import { lastLines } from '../../../fixtures/test-runners/last-lines.ts';
import { requireWhole } from '../../../fixtures/test-runners/require-whole.ts';
import { requireTests, saidIn } from '../../../fixtures/test-runners/said.ts';
import { environmentOf } from './tool-environment.ts';

/**
 * Runs Vitest to its end and keeps what it left. Throws a SuiteError or an InfraError when there is no telling; returns quietly
 * when it was aborted.
 */
export async function runVitest(suiteRun: SuiteRun<VitestOptions>): Promise<void> {
  const { inbox, options, recorder, work, signal } = suiteRun;
  const skip = existsSync(inbox) ? statSync(inbox).size : 0;
  const cli = cliFor(options.files[0] ?? options.config ?? suiteRun.folder);
  const env = environmentOf(suiteRun, cli.program);
  const log = join(work, 'vitest.log');
  const tests = await startTests(suiteRun, cli, env, log);
  const [awake] = await Promise.allSettled([
    requireAwake(suiteRun, cli, env, { onHang: () => tests.stop() }),
    tests.exited,
  ]);
  await recorder.attach('vitest.log', log);
  await attachFolder(recorder, 'pacts', join(work, 'pacts'));
  if (signal.aborted) return;
  if (awake.status === 'rejected') throw awake.reason;
  const said = saidIn(inbox, skip);
  const { code } = await tests.exited;
  requireTests('Vitest', said, { code, log: lastLines(log) });
  requireWhole(said, suiteRun.adHoc);
}

async function startTests(
  { options, scope, work }: SuiteRun<VitestOptions>,
  cli: VitestCli,
  env: Readonly<Record<string, string>>,
  log: string,
): Promise<Child> {
  const { args, cwd, env: own } = invocationOf(options, work, cli.version);
  return scope.spawn({
    command: process.execPath,
    args: [...cli.args, ...args],
    cwd,
    env: { ...env, ...own, ...cli.env },
    output: { file: log },
  });
}
