import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedProcesses } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, runPlain, type CliOptions, type Outcome } from './cli.ts';
import { newestRun } from './run-evidence.ts';
import { stagingAt } from './staging.ts';
import { closedUrl, startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

/** Unknown, with the reason in words and something to do about it. */
function expectUnknown({ code, said }: Outcome, reason: RegExp): void {
  expect(said).toMatch(reason);
  expect(said).toMatch(/\bunknown\b/i);
  expect(said, 'what to do').toMatch(/\b(fix|add|start|install|doctor|unset)\b/i);
  expect(code, said).toBe(2);
}

const PLAYWRIGHT = `import { expect, test } from '@playwright/test';\n`;
const VITEST = `import { expect, test } from 'vitest';\n`;
const K6 = `import http from 'k6/http';\nimport { check, sleep } from 'k6';\nexport const options = { iterations: 2, vus: 1 };\n`;

// What skips all, holds no test or throws: stranger-table.ts and the engines' own tests.
describe('a plain file that proves nothing is unknown', () => {
  it.each([
    [
      'a Playwright configuration over an empty folder',
      'playwright.config.ts',
      `export default { testDir: './none' };`,
    ],
    ['a Vitest file without a test', 'none.test.ts', `${VITEST}void test; void expect;`],
    [
      'a Playwright spec that asserts nothing',
      'empty.spec.ts',
      `${PLAYWRIGHT}test('idle', () => void expect);`,
    ],
    ['a Vitest file that asserts nothing', 'empty.test.ts', `${VITEST}test('idle', () => void expect);`],
  ])('%s', async (_, name, text) => {
    const file = checkout.stranger(`${name}-folder/${name}`, text);
    checkout.stranger(`${name}-folder/none/readme.txt`, 'no spec here');
    expectUnknown(
      await runPlain(checkout, file, server.url),
      /no tests?|skipped|nothing was asserted|not one/i,
    );
  });

  it('a k6 script without a request and without a check', async () => {
    const file = checkout.stranger(
      'idle.js',
      `${K6}export default () => { sleep(0.01); void http; void check; };`,
    );
    expectUnknown(await runPlain(checkout, file, server.url), /nothing|no request/i);
  });

  it('a k6 script whose thresholds have no sample', async () => {
    const threshold = `export const options = { iterations: 1, thresholds: { 'http_req_duration{name:never}': ['p(95)<100'] } };`;
    const script = K6.replace(/export const options.*\n/, `${threshold}\n`);
    const file = checkout.stranger(
      'no-sample.js',
      `${script}export default () => { http.get(__ENV.BASE_URL); void check; void sleep; };`,
    );
    expectUnknown(await runPlain(checkout, file, server.url), /http_req_duration/);
  });
});

describe('a tool that dies after its first passed test is unknown, and nothing of it is left', () => {
  /** The first test passes; the second leaves a sign and waits for the end. */
  const dying = (tool: string, kill: string) => `${tool}import { writeFileSync } from 'node:fs';
test('first', () => { expect(1).toBe(1); });
test('second', async () => {
  await new Promise((go) => setTimeout(go, 500));
  writeFileSync(new URL('./second', import.meta.url), '');
  ${kill};
  await new Promise((go) => setTimeout(go, 20_000));
});`;
  const EXIT_EARLY = `import { existsSync } from 'node:fs';
const second = new URL('./second', import.meta.url);
if (!process.env.TEST_WORKER_INDEX) setInterval(() => { if (existsSync(second)) process.exit(0); }, 100).unref();
export default { testDir: '.', testMatch: 'dies.spec.mts' };`;

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'Playwright',
      { 'playwright/dies.spec.mts': dying(PLAYWRIGHT, `process.kill(process.ppid, 'SIGKILL')`) },
    ],
    ['Vitest', { 'vitest/dies.test.mts': dying(VITEST, `process.kill(process.pid, 'SIGKILL')`) }],
    [
      'Playwright, ended with success by its own configuration',
      { 'config/playwright.config.mts': EXIT_EARLY, 'config/dies.spec.mts': dying(PLAYWRIGHT, '') },
    ],
  ])('%s', async (_, files) => {
    const [file = ''] = Object.entries(files).map(([name, text]) => checkout.stranger(name, text));
    const { code, said } = await runPlain(checkout, file, server.url);
    expect(said).toMatch(/unknown/i);
    expect(code, said).toBe(2);
    expect(existsSync(join(dirname(file), 'second'))).toBe(true);
    expect(markedProcesses(newestRun(checkout).id)).toEqual([]);
  });
});

describe('a target that cannot be reached is unknown, never failed', () => {
  it.each([
    [
      'k6',
      'reach.js',
      `${K6}export default () => { check(http.get(__ENV.BASE_URL), { ok: (r) => r.status === 200 }); void sleep; };`,
    ],
    [
      'Playwright',
      'reach.spec.ts',
      `${PLAYWRIGHT}test('reach', async ({ request }) => { expect((await request.get('/')).ok()).toBe(true); });`,
    ],
  ])('for %s', async (_, name, text) => {
    const closed = await closedUrl();
    const outcome = await runPlain(checkout, checkout.stranger(name, text), closed);
    expectUnknown(outcome, /ECONNREFUSED|not healthy|not answer|refused/i);
    expect(outcome.said).toContain(new URL(closed).host);
  });
});

describe('a program that is missing makes its suite unknown', () => {
  const missing = async (args: readonly string[], env: CliOptions['env']) =>
    harness(checkout, ['run', ...args, '--no-install', '--no-allure'], {
      env: { ...stagingAt(server.url), ...env },
    });

  it('k6 for a plain file', async () => {
    const file = checkout.stranger(
      'any.js',
      `${K6}export default () => { http.get(__ENV.BASE_URL); void check; void sleep; };`,
    );
    const outcome = await missing([file, '--base-url', server.url], { HARNESS_K6: '/nonexistent/k6' });
    expectUnknown(outcome, /HARNESS_K6=\/nonexistent\/k6/);
  });

  it('ZAP for security/passive', async () => {
    const outcome = await missing(['security/passive', '--env', 'staging'], {
      HARNESS_ZAP: '/nonexistent/zap',
    });
    expectUnknown(outcome, /HARNESS_ZAP=\/nonexistent\/zap/);
  });

  it('the browser for a Playwright spec', async () => {
    const file = checkout.stranger(
      'browser.spec.ts',
      `${PLAYWRIGHT}test('page', async ({ page }) => { await page.goto('/'); expect(1).toBe(1); });`,
    );
    const outcome = await missing([file, '--base-url', server.url], {
      HARNESS_CHROMIUM: '/nonexistent/chromium',
    });
    expectUnknown(outcome, /HARNESS_CHROMIUM=\/nonexistent\/chromium/);
  });
});

describe('a suite that shows less than it declares is unknown', () => {
  const suite = (name: string, more: string) => `import { defineSuite } from '../../../kernel/suite.ts';
export default defineSuite({ name: 'contract/${name}', title: 'Less than declared.', owner: 'quality', engine: 'vitest', stages: [],
  timeoutMs: 60_000, weight: 'light', options: { files: ['one.contract.ts'] }, ${more} });`;
  const one = `${VITEST}test('one', () => { expect(1).toBe(1); });`;

  it('fewer checks than it expects', async () => {
    checkout.write('contract/suites/few/few.suite.ts', suite('few', 'expects: { checks: 2 }'));
    checkout.write('contract/suites/few/one.contract.ts', one);
    const outcome = await harness(checkout, ['run', 'contract/few', '--env', 'staging', '--no-allure'], {
      env: stagingAt(server.url),
    });
    expectUnknown(outcome, /fewer checks/);
  });
});
