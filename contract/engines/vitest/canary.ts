import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { VitestCli } from './cli.ts';
import { invocationOf } from './invocation.ts';
import { type CanaryOptions, endCanary } from '../../../fixtures/test-results/end-canary.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';

const TEST = `import { expect, test } from 'vitest';
test('the canary must be seen', () => { expect(1).toBe(2); });
`;

/**
 * Runs a test that must fail, with the same Vitest and the same reporter, and throws an InfraError unless it was reported as
 * failed: a tool that does not see it would not see a broken product either. One that hangs is ended.
 */
export async function requireAwake(
  suiteRun: SuiteRun,
  cli: VitestCli,
  env: Readonly<Record<string, string>>,
  options: CanaryOptions = {},
): Promise<void> {
  const work = join(suiteRun.work, 'canary');
  const file = join(work, 'canary.test.mjs');
  mkdirSync(work, { recursive: true });
  writeFileSync(file, TEST);
  const { args, cwd, env: own } = invocationOf({ files: [file], project: [] }, work, cli.version);
  const inbox = join(work, 'inbox.ndjson');
  const child = await suiteRun.scope.spawn({
    command: process.execPath,
    args: [...cli.args, ...args],
    cwd,
    env: { ...env, ...own, ...cli.env, HARNESS_INBOX: inbox, HARNESS_WORK: work },
    output: { file: join(work, 'vitest.log') },
  });
  await endCanary('Vitest', child, options);
  if (suiteRun.signal.aborted) return;
  const outcome = saidIn(inbox).checks[0]?.outcome ?? 'nothing';
  if (outcome !== 'failed')
    throw new InfraError(
      `Vitest reported a failing canary as ${outcome}: its other results are worth nothing.`,
    );
  suiteRun.recorder.event('canary', { found: true });
}
