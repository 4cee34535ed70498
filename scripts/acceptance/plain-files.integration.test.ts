import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { judgeAll } from './judged.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

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
    'a k6 script with thresholds and checks',
    {
      'k6/hello.js': `import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 2, iterations: 20, thresholds: { checks: ['rate>0.99'], http_req_duration: ['p(95)<5000'] } };${K6_BODY}`,
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
    'a k6 script in TypeScript',
    {
      'k6-ts/hello.ts': `import http from 'k6/http';
import { check } from 'k6';
import type { Options } from 'k6/options';
export const options: Options = { vus: 1, iterations: 5 };${K6_BODY}`,
    },
  ],
];
const ONE_OF_EACH_TOOL = PLAIN_FILES.slice(0, 3);

it.each([
  ['pass', 'works', 'well', 0, PLAIN_FILES],
  ['fail', 'misbehaves', 'broken', 1, ONE_OF_EACH_TOOL],
] as const)(
  'plain files, unmodified, from folders outside the checkout, %s where the product %s',
  async (verdict, _, behaviour, code, files) => {
    server.behaviour = behaviour;
    const paths = files.map(([, texts]) => {
      const [first = ''] = Object.entries(texts).map(([name, text]) => checkout.stranger(name, text));
      return first;
    });
    const judged = await judgeAll(checkout, [...paths, '--base-url', server.url]);
    expect(
      judged.suites.map((suite, index) => `${files[index]?.[0]}: ${suite.verdict}`),
      judged.stderr,
    ).toEqual(files.map(([what]) => `${what}: ${verdict}`));
    expect(judged.code).toBe(code);
  },
);

it('of several plain files of the same name, a good one hides neither a bad one nor one that ran nothing', async () => {
  const named = (folder: string, body: string) =>
    checkout.stranger(
      `same/${folder}/adds.test.ts`,
      `import { expect, test } from 'vitest';\nvoid expect; void test;\n${body}`,
    );
  const files = [
    named('bad', `test('adds', () => { expect(1 + 1).toBe(3); });`),
    named('good', `test('adds', () => { expect(1 + 1).toBe(2); });`),
    named('nothing', ''),
  ];
  const { suites, code, stderr } = await judgeAll(checkout, [...files, '--base-url', server.url]);
  expect(
    suites.map(({ verdict }) => verdict),
    stderr,
  ).toEqual(['fail', 'pass', 'unknown']);
  expect(code).toBe(1);
});
