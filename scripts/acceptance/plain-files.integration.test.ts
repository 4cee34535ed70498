import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, runPlain } from './cli.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
beforeEach(() => {
  server.asked.length = 0;
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

const PAGE_SPEC = `import { expect, test } from '@playwright/test';
test('greets', async ({ page, request }) => {
  await page.goto('/');
  await expect(page.getByRole('heading')).toHaveText('Hello');
  expect(await (await request.get('/api/hello')).json()).toEqual({ hello: 'world' });
});`;
const K6_BODY = `
export default function () {
  const answer = http.get(\`\${__ENV.BASE_URL}/api/hello\`);
  check(answer, { 'is 200': (r) => r.status === 200 });
}`;

/** Plain files of their tools, each in a folder of its own; the first file is the one that is run. */
const PLAIN_FILES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a Playwright spec without a configuration', { 'bare/greets.spec.ts': PAGE_SPEC }],
  [
    'a Playwright configuration with its spec',
    {
      'configured/playwright.config.ts': `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'specs', use: { baseURL: process.env.BASE_URL } });`,
      'configured/specs/api.spec.js': `import { expect, test } from '@playwright/test';
test('answers', async ({ request }) => { expect((await request.get('/api/hello')).status()).toBe(200); });`,
    },
  ],
  [
    'a k6 script with thresholds and checks',
    {
      'k6/hello.js': `import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 2, iterations: 20, thresholds: { checks: ['rate>0.99'], http_req_duration: ['p(95)<5000'] } };${K6_BODY}`,
    },
  ],
  [
    'a k6 script in TypeScript',
    {
      'k6-ts/hello.ts': `import http from 'k6/http';
import { check } from 'k6';
import type { Options } from 'k6/options';
export const options: Options = { vus: 1, iterations: 5 };${K6_BODY}`,
    },
  ],
  [
    'a Vitest file',
    {
      'vitest/hello.test.ts': `import { expect, test } from 'vitest';
test('hello', async () => {
  const answer = await fetch(\`\${process.env['BASE_URL']}/api/hello\`);
  expect(await answer.json()).toEqual({ hello: 'world' });
});`,
    },
  ],
];

describe.each(PLAIN_FILES)('%s, unmodified, from a folder outside the checkout', (_, files) => {
  let file: string;
  beforeAll(() => {
    const [first] = Object.entries(files).map(([name, text]) => checkout.stranger(name, text));
    file = first ?? '';
  });

  it('passes where the product works', async () => {
    server.behaviour = 'well';
    const { code, said } = await runPlain(checkout, file, server.url);
    expect(said).toMatch(/\bpass\b/i);
    expect(code).toBe(0);
    expect(server.asked).toContain('/api/hello');
  });

  it('fails where the product misbehaves', async () => {
    server.behaviour = 'broken';
    const { code, said } = await runPlain(checkout, file, server.url);
    expect(said).toMatch(/\bfail\b/i);
    expect(code).toBe(1);
  });
});

describe('several plain files of the same name at once', () => {
  const named = (folder: string, body: string) =>
    checkout.stranger(
      `same/${folder}/adds.test.ts`,
      `import { expect, test } from 'vitest';\nvoid expect; void test;\n${body}`,
    );
  const both = (...files: readonly string[]) =>
    harness(checkout, ['run', ...files, '--base-url', server.url, '--no-allure']);

  it('a good one does not hide a bad one', async () => {
    const bad = named('bad', `test('adds', () => { expect(1 + 1).toBe(3); });`);
    const good = named('good', `test('adds', () => { expect(1 + 1).toBe(2); });`);
    const { code, stdout, stderr } = await both(bad, good, '--json');
    if (code === 254) return;
    const { suites } = JSON.parse(stdout) as { suites: { verdict: string }[] };
    expect(suites.map(({ verdict }) => verdict).sort(), stderr).toEqual(['fail', 'pass']);
    expect(code).toBe(1);
  });

  it('a good one does not hide one that ran nothing', async () => {
    const nothing = named('nothing', '');
    const good = named('good', `test('adds', () => { expect(1 + 1).toBe(2); });`);
    const { code, said } = await both(nothing, good);
    expect([2, 254], said).toContain(code);
  });
});
