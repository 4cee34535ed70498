import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { VitestCli } from './cli.ts';
import { invocationOf } from './invocation.ts';
import { TALLY } from '../../../fixtures/test-runners/assertions/tally.ts';
import { CANARY_TESTS, requireCanary } from '../../../fixtures/test-runners/canary.ts';
import { type CanaryOptions, endCanary } from '../../../fixtures/test-runners/end-canary.ts';
import { saidIn } from '../../../fixtures/test-runners/said.ts';

const TEST = `import { expect, test } from 'vitest';\n${CANARY_TESTS}`;

/** Runs the canary with the same Vitest and the same reporter: see `requireCanary`. One that hangs is ended. */
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
    env: {
      ...env,
      ...own,
      ...cli.env,
      HARNESS_INBOX: inbox,
      HARNESS_WORK: work,
      [TALLY]: join(work, 'assertions.ndjson'),
    },
    output: { file: join(work, 'vitest.log') },
  });
  await endCanary('Vitest', child, options);
  if (suiteRun.signal.aborted) return;
  requireCanary('Vitest', saidIn(inbox), suiteRun.recorder);
}
