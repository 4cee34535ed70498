import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { countingFor } from './invocation.ts';
import { TALLY } from '../../../fixtures/test-runners/assertions/tally.ts';
import { CANARY_TESTS, requireCanary } from '../../../fixtures/test-runners/canary.ts';
import { type CanaryOptions, endCanary } from '../../../fixtures/test-runners/end-canary.ts';
import { saidIn } from '../../../fixtures/test-runners/said.ts';
import type { PlaywrightCli } from './cli.ts';

/** CommonJS, with the very package that is to be proven: nothing else of its surroundings is needed, and old versions load it as well. */
const spec = (playwright: string) =>
  `const { expect, test } = require(${JSON.stringify(playwright)});\n${CANARY_TESTS}`;
const CONFIG =
  "module.exports = { testDir: __dirname, testMatch: 'canary.spec.cjs', workers: 1, reporter: 'line' };";

/** Runs the canary with the same Playwright and the same reporter: see `requireCanary`. One that hangs is ended. */
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
    args: [
      ...countingFor(cli.node),
      ...cli.args,
      ...['test', '--config', config, '--output', join(work, 'test-results')],
    ],
    cwd: work,
    env: {
      ...env,
      ...cli.env,
      HARNESS_INBOX: inbox,
      HARNESS_WORK: work,
      [TALLY]: join(work, 'assertions.ndjson'),
    },
    output: { file: join(work, 'playwright.log') },
  });
  await endCanary('Playwright', child, options);
  if (suiteRun.signal.aborted) return;
  requireCanary('Playwright', saidIn(inbox), suiteRun.recorder);
}
