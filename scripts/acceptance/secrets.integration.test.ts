import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';
import { findSecret } from './find-secret.ts';
import { newestRun } from './run-evidence.ts';
import { stagingAt } from './staging.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

/** With characters that each way of writing it escapes differently. */
const SECRET = `p"1&nted/s+cret<${randomBytes(6).toString('hex')}>`;

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

/** Does with the password whatever a careless test does, and then fails, so that every trace is kept. */
const CARELESS_SPEC = `import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
const password = process.env['TARGET_USER_PASSWORD'] ?? '';
test('signs in carelessly', async ({ page, context, request }, info) => {
  await page.goto('/');
  await page.getByLabel('Password').fill(password);
  await page.evaluate((secret) => {
    console.log('typed', secret);
    document.cookie = 'session=' + encodeURIComponent(secret) + '; path=/';
    document.cookie = 'basic=' + btoa('user:' + secret) + '; path=/';
    document.querySelector('#echo').textContent = secret;
  }, password);
  console.log('password', password);
  console.error(JSON.stringify({ password }));
  await page.goto('/?password=' + encodeURIComponent(password));
  await request.post('/api/hello', { form: { password }, headers: { authorization: 'Basic ' + Buffer.from('user:' + password).toString('base64') } });
  await request.post('/api/hello', { data: { password } });
  await info.attach('body.json', { body: JSON.stringify({ password, state: await context.storageState() }), contentType: 'application/json' });
  writeFileSync(info.outputPath('notes.txt'), password);
  await info.attach('notes', { path: info.outputPath('notes.txt') });
  await test.step('step with ' + password, () => undefined);
  expect(password, 'it was ' + password).toBe('something else');
});`;

const CARELESS_TEST = `import { expect, test } from 'vitest';
const password = process.env['TARGET_USER_PASSWORD'] ?? '';
test('logs carelessly', async () => {
  console.log('password', password, JSON.stringify({ password }), Buffer.from('user:' + password).toString('base64'));
  const answer = await fetch(process.env['TARGET_WEB_URL'] + '/?password=' + encodeURIComponent(password));
  expect(answer.ok).toBe(true);
  expect({ password }).toEqual({ password: 'something else' });
});`;

const CARELESS_SCRIPT = `import http from 'k6/http';
import encoding from 'k6/encoding';
import { check } from 'k6';
export const options = { vus: 1, iterations: 1 };
export default () => {
  const password = __ENV.TARGET_USER_PASSWORD;
  console.log('password', password, encoding.b64encode('user:' + password));
  const answer = http.get(__ENV.TARGET_WEB_URL + '/?password=' + encodeURIComponent(password));
  check(answer, { ['never with ' + password]: () => false });
};`;

it.each([
  ['Playwright spec', 'careless.spec.ts', CARELESS_SPEC],
  ['Vitest file', 'careless.test.ts', CARELESS_TEST],
  ['k6 script', 'careless.js', CARELESS_SCRIPT],
])(
  'a password that a failing %s spreads is nowhere in evidence, reports or output',
  async (_, name, text) => {
    const file = checkout.stranger(name, text);
    const written = `${checkout.strangers}/${name}.json`;
    const outcome = await harness(
      checkout,
      ['run', file, '--env', 'staging', '--no-allure', '--result', written],
      {
        env: stagingAt(server.url, SECRET),
      },
    );
    expect(outcome.code, outcome.said).toBe(1);
    // The secret was really there to be spread.
    expect(server.asked).toContain(`/?password=${encodeURIComponent(SECRET)}`);

    const run = newestRun(checkout);
    const search = await findSecret(SECRET, [run.folder, run.reports]);
    expect(search.found).toEqual([]);
    expect(search.examined).toBeGreaterThan(3);
    expect(outcome.said).not.toContain(SECRET);
    expect(readFileSync(written, 'utf8')).not.toContain(JSON.stringify(SECRET).slice(1, -1));
    expect(readdirSync(checkout.temporary)).toEqual([]);
  },
);

it('a password in the URL of the target is not on the terminal', async () => {
  const file = checkout.stranger('url.test.ts', CARELESS_TEST);
  const withPassword = server.url.replace('//', `//user:${encodeURIComponent(SECRET)}@`);
  const outcome = await harness(checkout, ['run', file, '--env', 'staging', '--no-allure'], {
    env: stagingAt(withPassword, SECRET),
  });
  expect(outcome.code, outcome.said).toBe(2);
  expect(outcome.said).toMatch(/target remote .* is up .*http:\/\/user:\[redacted[^\]]*\]@/);
  expect(outcome.said).not.toContain(encodeURIComponent(SECRET));
});
