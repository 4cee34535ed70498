import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { LAUNCH, invocationOf } from './invocation.ts';
import { TALLY } from '../../../fixtures/test-results/assertions/tally.ts';
import { CANARY_TESTS, requireCanary } from '../../../fixtures/test-results/canary.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';

const TEST = `import { expect, test } from 'vitest';\n${CANARY_TESTS}`;

/** Runs the canary with the same Vitest and the same reporter: see `requireCanary`. */
export async function requireAwake(
  suiteRun: SuiteRun,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const work = join(suiteRun.work, 'canary');
  const file = join(work, 'canary.test.mjs');
  mkdirSync(work, { recursive: true });
  writeFileSync(file, TEST);
  const { args, cwd, env: own } = invocationOf({ files: [file], project: [] });
  const inbox = join(work, 'inbox.ndjson');
  const child = await suiteRun.scope.spawn({
    command: process.execPath,
    args: [LAUNCH, program, ...args],
    cwd,
    env: {
      ...env,
      ...own,
      HARNESS_INBOX: inbox,
      HARNESS_WORK: work,
      [TALLY]: join(work, 'assertions.ndjson'),
    },
    output: { file: join(work, 'vitest.log') },
  });
  await child.exited;
  if (suiteRun.signal.aborted) return;
  requireCanary('Vitest', saidIn(inbox), suiteRun.recorder);
}
