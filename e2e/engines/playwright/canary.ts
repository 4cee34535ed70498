import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import { type CanaryOptions, endCanary } from '../../../fixtures/test-results/end-canary.ts';
import { saidIn } from '../../../fixtures/test-results/said.ts';
import type { PlaywrightCli } from './cli.ts';

/** CommonJS, with the very package that is to be proven: nothing else of its surroundings is needed, and old versions load it as well. */
const spec = (playwright: string) => `const { expect, test } = require(${JSON.stringify(playwright)});
test('the canary must be seen', () => { expect(1).toBe(2); });
`;
const CONFIG =
  "module.exports = { testDir: __dirname, testMatch: 'canary.spec.cjs', workers: 1, reporter: 'line' };";

/**
 * Runs a test that must fail, with the same Playwright and the same reporter, and throws an InfraError unless it was reported as
 * failed: a tool that does not see it would not see a broken product either. One that hangs is ended.
 */
export async function requireAwake(
  suiteRun: SuiteRun,
  cli: PlaywrightCli,
  env: Readonly<Record<string, string>>,
  options: CanaryOptions = {},
): Promise<void> {
  const work = join(suiteRun.work, 'canary');
  const config = join(work, 'playwright.config.cjs');
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'canary.spec.cjs'), spec(cli.folder));
  writeFileSync(config, CONFIG);
  const inbox = join(work, 'inbox.ndjson');
  const child = await suiteRun.scope.spawn({
    command: cli.node,
    args: [...cli.args, 'test', '--config', config, '--output', join(work, 'test-results')],
    cwd: work,
    env: { ...env, ...cli.env, HARNESS_INBOX: inbox, HARNESS_WORK: work },
    output: { file: join(work, 'playwright.log') },
  });
  await endCanary('Playwright', child, options);
  if (suiteRun.signal.aborted) return;
  const outcome = saidIn(inbox).checks[0]?.outcome ?? 'nothing';
  if (outcome !== 'failed')
    throw new InfraError(
      `Playwright reported a failing canary as ${outcome}: its other results are worth nothing.`,
    );
  suiteRun.recorder.event('canary', { found: true });
}
