import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedProcesses } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import type { CliOptions } from './cli.ts';
import { judgeAll, type Judged } from './judged.ts';
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
function expectUnknown(judged: Judged | undefined, reason: RegExp): void {
  expect(judged?.reasons).toMatch(reason);
  expect(judged?.reasons, 'what to do').toMatch(/\b(fix|add|start|install|doctor|unset)\b/i);
  expect(judged?.verdict).toBe('unknown');
}

const PLAYWRIGHT = `import { expect, test } from '@playwright/test';\n`;
const VITEST = `import { expect, test } from 'vitest';\n`;
const K6 = `import http from 'k6/http';\nimport { check, sleep } from 'k6';\nexport const options = { iterations: 2, vus: 1 };\n`;

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
const NO_SAMPLE = `export const options = { iterations: 1, thresholds: { 'http_req_duration{name:never}': ['p(95)<100'] } };`;
const NOT_ONE = /no tests?|skipped|nothing was asserted|not one/i;
const DIED = /died|ended|exit|signal/i;

/** Plain files, the first of which is run; and what is said of it. What skips all, holds no test or throws: stranger-table.ts. */
const PROVING_NOTHING: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  [
    'a Playwright configuration over an empty folder',
    {
      'nothing/playwright.config.ts': `export default { testDir: './none' };`,
      'nothing/none/readme.txt': 'no spec here',
    },
    NOT_ONE,
  ],
  [
    'a Playwright spec that does not load',
    {
      'broken/throws.spec.ts': `${PLAYWRIGHT}throw new Error('not to be loaded'); test('never', () => expect(1).toBe(1));`,
    },
    /not to be loaded/,
  ],
  ['a Vitest file without a test', { 'untested/none.test.ts': `${VITEST}void test; void expect;` }, NOT_ONE],
  [
    'a Playwright spec that asserts nothing',
    { 'idle/empty.spec.ts': `${PLAYWRIGHT}test('idle', () => void expect);` },
    NOT_ONE,
  ],
  [
    'a Vitest file that asserts nothing',
    { 'idle/empty.test.ts': `${VITEST}test('idle', () => void expect);` },
    NOT_ONE,
  ],
  [
    'a k6 script without a request and without a check',
    { 'idle.js': `${K6}export default () => { sleep(0.01); void http; void check; };` },
    /nothing|no request/i,
  ],
  [
    'a k6 script whose thresholds have no sample',
    {
      'no-sample.js': `${K6.replace(/export const options.*\n/, `${NO_SAMPLE}\n`)}export default () => { http.get(__ENV.BASE_URL); void check; void sleep; };`,
    },
    /http_req_duration/,
  ],
  [
    'a Playwright that dies after its first passed test',
    { 'playwright/dies.spec.mts': dying(PLAYWRIGHT, `process.kill(process.ppid, 'SIGKILL')`) },
    DIED,
  ],
  [
    'a Vitest that dies after its first passed test',
    { 'vitest/dies.test.mts': dying(VITEST, `process.kill(process.pid, 'SIGKILL')`) },
    DIED,
  ],
  [
    'a Playwright that dies after its first passed test, ended with success by its own configuration',
    { 'config/playwright.config.mts': EXIT_EARLY, 'config/dies.spec.mts': dying(PLAYWRIGHT, '') },
    DIED,
  ],
];

describe('what proves nothing is unknown', () => {
  let suites: readonly Judged[];
  beforeAll(async () => {
    const files = PROVING_NOTHING.map(([, texts]) => {
      const [first = ''] = Object.entries(texts).map(([name, text]) => checkout.stranger(name, text));
      return first;
    });
    const judged = await judgeAll(checkout, [...files, '--base-url', server.url]);
    expect(judged.code, judged.said).toBe(2);
    ({ suites } = judged);
  });

  it.each(PROVING_NOTHING.map(([what, , reason], index) => [what, index, reason] as const))(
    '%s',
    (_, index, reason) => {
      expectUnknown(suites[index], reason);
    },
  );

  it('and nothing is left of the tools that died', () => {
    for (const folder of ['playwright', 'vitest', 'config'])
      expect(existsSync(join(checkout.strangers, folder, 'second')), folder).toBe(true);
    expect(markedProcesses(newestRun(checkout).id)).toEqual([]);
  });
});

it('a target that cannot be reached is unknown, never failed, for any tool', async () => {
  const closed = await closedUrl();
  const files = [
    checkout.stranger(
      'reach.js',
      `${K6}export default () => { check(http.get(__ENV.BASE_URL), { ok: (r) => r.status === 200 }); void sleep; };`,
    ),
    checkout.stranger(
      'reach.spec.ts',
      `${PLAYWRIGHT}test('reach', async ({ request }) => { expect((await request.get('/')).ok()).toBe(true); });`,
    ),
    checkout.stranger(
      'reach.test.ts',
      `${VITEST}test('reach', async () => { expect((await fetch(process.env.TARGET_WEB_URL)).ok).toBe(true); });`,
    ),
  ];
  const { suites, code, said } = await judgeAll(checkout, [...files, '--base-url', closed]);
  for (const suite of suites) expectUnknown(suite, /ECONNREFUSED|not healthy|not answer|refused/i);
  expect(suites).toHaveLength(files.length);
  expect(said).toContain(new URL(closed).host);
  expect(code).toBe(2);
});

describe('what cannot run, or shows less than it declares, is unknown', () => {
  const staging = (names: readonly string[], env: CliOptions['env']) =>
    judgeAll(checkout, [...names, '--env', 'staging', '--no-install'], {
      env: { ...stagingAt(server.url), ...env },
    });

  it('a plain file whose k6 or whose browser is missing', async () => {
    const script = checkout.stranger(
      'any.js',
      `${K6}export default () => { http.get(__ENV.BASE_URL); void check; void sleep; };`,
    );
    const spec = checkout.stranger(
      'browser.spec.ts',
      `${PLAYWRIGHT}test('page', async ({ page }) => { await page.goto('/'); expect(1).toBe(1); });`,
    );
    const { suites, code } = await staging([script, spec], {
      HARNESS_K6: '/nonexistent/k6',
      HARNESS_CHROMIUM: '/nonexistent/chromium',
    });
    expectUnknown(suites[0], /HARNESS_K6=\/nonexistent\/k6/);
    expectUnknown(suites[1], /HARNESS_CHROMIUM=\/nonexistent\/chromium/);
    expect(code).toBe(2);
  });

  it('a suite whose ZAP is missing, and one with fewer checks than it expects', async () => {
    checkout.write(
      'contract/suites/few/few.suite.ts',
      `import { defineSuite } from '../../../kernel/suite.ts';
export default defineSuite({ name: 'contract/few', title: 'Less than declared.', owner: 'quality', engine: 'vitest', stages: [],
  timeoutMs: 60_000, weight: 'light', options: { files: ['one.contract.ts'] }, expects: { checks: 2 } });`,
    );
    checkout.write(
      'contract/suites/few/one.contract.ts',
      `${VITEST}test('one', () => { expect(1).toBe(1); });`,
    );
    const { suites, code } = await staging(['security/passive', 'contract/few'], {
      HARNESS_ZAP: '/nonexistent/zap',
    });
    const of = (name: string) => suites.find((suite) => suite.name === name);
    expectUnknown(of('security/passive'), /HARNESS_ZAP=\/nonexistent\/zap/);
    expectUnknown(of('contract/few'), /fewer checks/);
    expect(code).toBe(2);
  });
});
