import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { attachFolder } from '../../../fixtures/test-results/attach-folder.ts';
import { requireAwake } from './canary.ts';
import { programFor } from './cli.ts';
import { LAUNCH, invocationOf } from './invocation.ts';
import type { VitestOptions } from './options.ts';
import { requireTests, saidIn } from '../../../fixtures/test-results/said.ts';
import { environmentOf } from './tool-environment.ts';

/**
 * Runs Vitest to its end and keeps what it left. Throws a SuiteError or an InfraError when there is no telling; returns quietly
 * when it was aborted.
 */
export async function runVitest(suiteRun: SuiteRun<VitestOptions>): Promise<void> {
  const { inbox, options, recorder, work, signal } = suiteRun;
  const skip = existsSync(inbox) ? statSync(inbox).size : 0;
  const program = programFor(options.config ?? options.files[0] ?? suiteRun.folder);
  const env = environmentOf(suiteRun, program);
  const log = join(work, 'vitest.log');
  const [ran, awake] = await Promise.allSettled([
    runTests(suiteRun, program, env, log),
    requireAwake(suiteRun, program, env),
  ]);
  await recorder.attach('vitest.log', log);
  await attachFolder(recorder, 'pacts', join(work, 'pacts'));
  if (signal.aborted) return;
  for (const settled of [ran, awake]) if (settled.status === 'rejected') throw settled.reason;
  const code = ran.status === 'fulfilled' ? ran.value : null;
  requireTests('Vitest', saidIn(inbox, skip), { code, log: lastLines(log) });
}

async function runTests(
  { options, scope }: SuiteRun<VitestOptions>,
  program: string,
  env: Readonly<Record<string, string>>,
  log: string,
): Promise<number | null> {
  const { args, cwd, env: own } = invocationOf(options);
  const child = await scope.spawn({
    command: process.execPath,
    args: [LAUNCH, program, ...args],
    cwd,
    env: { ...env, ...own },
    output: { file: log },
  });
  return (await child.exited).code;
}

function lastLines(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-20).join('\n') : '';
}
