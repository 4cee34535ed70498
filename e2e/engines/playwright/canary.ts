import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { type PlaywrightCli, lentCli } from './cli.ts';
import { invocationOf } from './invocation.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';

const SPEC = `import { expect, test } from '@playwright/test';
test('the canary must be seen', () => { expect(1).toBe(2); });
`;

/**
 * Runs a test that must fail, with the same Playwright and the same reporter, and throws an InfraError unless it was reported as
 * failed: a tool that does not see it would not see a broken product either.
 */
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
    args: [...lent.args, ...args, '--reporter', 'line'],
    cwd,
    env: { ...env, ...own, ...lent.env, HARNESS_INBOX: inbox, HARNESS_WORK: work },
    output: { file: join(work, 'playwright.log') },
  });
  await child.exited;
  if (suiteRun.signal.aborted) return;
  const outcome = saidIn(inbox).checks[0]?.outcome ?? 'nothing';
  if (outcome !== 'failed')
    throw new InfraError(
      `Playwright reported a failing canary as ${outcome}: its other results are worth nothing.`,
    );
  suiteRun.recorder.event('canary', { found: true });
}
