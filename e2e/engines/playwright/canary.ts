import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { type PlaywrightCli, lentCli } from './cli.ts';
import { countingFor, invocationOf } from './invocation.ts';
import { TALLY } from '../../../fixtures/test-results/assertions/tally.ts';
import { CANARY_TESTS, requireCanary } from '../../../fixtures/test-results/canary.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';

const SPEC = `import { expect, test } from '@playwright/test';\n${CANARY_TESTS}`;

/** Runs the canary with the same Playwright and the same reporter: see `requireCanary`. */
export async function requireAwake(
  suiteRun: SuiteRun,
  cli: PlaywrightCli,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const work = join(suiteRun.work, 'canary');
  const spec = join(work, 'canary.spec.mjs');
  mkdirSync(work, { recursive: true });
  writeFileSync(spec, SPEC);
  const { args, cwd, env: own } = invocationOf({ files: [spec], project: [], workers: 1 }, work);
  const lent = lentCli(cli.folder);
  const inbox = join(work, 'inbox.ndjson');
  const child = await suiteRun.scope.spawn({
    command: process.execPath,
    args: [...countingFor(process.execPath), ...lent.args, ...args, '--reporter', 'line'],
    cwd,
    env: {
      ...env,
      ...own,
      ...lent.env,
      HARNESS_INBOX: inbox,
      HARNESS_WORK: work,
      [TALLY]: join(work, 'assertions.ndjson'),
    },
    output: { file: join(work, 'playwright.log') },
  });
  await child.exited;
  if (suiteRun.signal.aborted) return;
  requireCanary('Playwright', saidIn(inbox), suiteRun.recorder);
}
