import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { buffer } from 'node:stream/consumers';
import { makeCheckout, type Checkout } from './checkout.ts';
import type { RunResult } from '../finish/run-result.ts';
import { harness } from './cli.ts';
import { DISGUISES } from './disguises.ts';
import { findInText, findSecrets } from './find-secret.ts';
import { newestRun } from './run-evidence.ts';
import { stagingAt } from './staging.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

/** With characters that each way of writing it escapes differently. */
const SECRET = 'p"1&nted/s+cret<9f3a7c21b0de>';
const DEBIAN_CHROMIUM = '/usr/bin/chromium';
/** Tools show it line by line. */
const LINES = 'BEGINKEY-5f3ab7\nMIddle-9c1dLine\nENDKEY-77aa21';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
  checkout.stranger(
    'forms.json',
    JSON.stringify([...DISGUISES].map(([name, write]) => [name, write(SECRET)])),
  );
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

/** Does with the passwords whatever a careless test does, in every form, and then fails, so that every trace is kept. */
const CARELESS_SPEC = `import { expect, test } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
const password = process.env['TARGET_USER_PASSWORD'] ?? '';
const lines = process.env['TARGET_ADMIN_PASSWORD'] ?? '';
const forms = JSON.parse(readFileSync(__dirname + '/forms.json', 'utf8'));
test('signs in carelessly with ' + password, async ({ page, context, request }, info) => {
  await page.goto('/');
  await page.getByLabel('Password').fill(password);
  await page.evaluate(([secret, forms]) => {
    for (const [name, text] of forms) console.log(name, text);
    document.cookie = 'session=' + encodeURIComponent(secret) + '; path=/';
    document.cookie = 'begin=' + encodeURIComponent(secret.slice(0, 20)) + '; path=/';
    document.cookie = 'basic=' + btoa('user:' + secret) + '; path=/';
    localStorage.setItem('empty', JSON.stringify({ password: '', token: '' }));
    document.querySelector('#echo').textContent = secret;
  }, [password, forms]);
  console.log('password', password);
  console.error(JSON.stringify({ password }));
  await page.goto('/?password=' + encodeURIComponent(password));
  await request.post('/api/hello', { form: { password, token: '' }, headers: { cookie: '', authorization: 'Basic ' + Buffer.from('user:' + password).toString('base64') } });
  await request.post('/api/hello', { data: { password, token: '', forms } });
  await info.attach('body.json', { body: JSON.stringify({ password, state: await context.storageState() }), contentType: 'application/json' });
  await info.attach('wide', { body: Buffer.from(password, 'utf16le'), contentType: 'text/plain' });
  const shot = info.outputPath('shot-' + password.replaceAll('/', '-') + '.png');
  await page.screenshot({ path: shot });
  await info.attach('shot ' + password, { path: shot });
  writeFileSync(info.outputPath('notes.txt'), password);
  await info.attach('notes', { path: info.outputPath('notes.txt') });
  for (const [name, text] of forms) {
    console.log(name, text);
    await info.attach(name + ' ' + text.replaceAll(/[^\\w-]/g, '-'), { body: text, contentType: 'text/plain' });
    await test.step('step with ' + text, () => undefined);
    expect.soft(text, name).toBe('something else');
  }
  expect.soft(lines).toBe('x\\ny');
  expect(password, 'it was ' + password).toBe('something else');
});`;

const CARELESS_TEST = `import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
const password = process.env['TARGET_USER_PASSWORD'] ?? '';
const lines = process.env['TARGET_ADMIN_PASSWORD'] ?? '';
const forms = JSON.parse(readFileSync(new URL('./forms.json', import.meta.url), 'utf8'));
test('logs carelessly', async () => {
  console.log('password', password, JSON.stringify({ password }), Buffer.from('user:' + password).toString('base64'));
  console.log(Buffer.from(password), [...Buffer.from(password)]);
  const answer = await fetch(process.env['TARGET_WEB_URL'] + '/?password=' + encodeURIComponent(password));
  expect(answer.ok).toBe(true);
  expect({ password }).toEqual({ password: 'something else' });
});
test('title with ' + password, () => { expect([password, 1]).toEqual([]); });
test('cut', () => { throw new Error('E'.repeat(4000 - 'Error: '.length - (password.length - 1)) + password); });
test('lines', () => { expect(lines).toBe('a\\nb'); });
test('lines in an object', () => { expect({ key: lines }).toEqual({ key: 'other\\nthing' }); });
for (const [name, text] of forms)
  test(name + ': ' + text, () => {
    console.log(name, text);
    expect(text).toBe('something else');
  });`;

const CARELESS_SCRIPT = `import http from 'k6/http';
import encoding from 'k6/encoding';
import { check } from 'k6';
export const options = { vus: 1, iterations: 1 };
const forms = JSON.parse(open('./forms.json'));
export default () => {
  const password = __ENV.TARGET_USER_PASSWORD;
  console.log('password', password, encoding.b64encode('user:' + password));
  const answer = http.get(__ENV.TARGET_WEB_URL + '/?password=' + encodeURIComponent(password));
  check(answer, { ['never with ' + password]: () => false });
  for (const [name, text] of forms) {
    console.log(name, text);
    check(answer, { ['never ' + name + ' ' + text]: () => false });
  }
};`;

it('passwords that failing plain files spread are nowhere in evidence, reports or output', async () => {
  const files = [
    checkout.stranger('careless.test.ts', CARELESS_TEST),
    checkout.stranger('careless.js', CARELESS_SCRIPT),
    checkout.stranger('careless.spec.ts', CARELESS_SPEC),
  ];
  const written = join(checkout.strangers, 'result.json');
  const args = ['run', ...files, '--env', 'staging', '--no-allure', '--result', written];
  const env = { ...stagingAt(server.url, SECRET), STAGING_ADMIN_PASSWORD: LINES };
  const { code, said } = await harness(checkout, args, { env });
  expect(code, said).toBe(1);
  const result = readFileSync(written, 'utf8');
  const { suites } = JSON.parse(result) as RunResult;
  expect(suites.map(({ verdict }) => verdict)).toEqual(files.map(() => 'fail'));
  // The secret was really there to be spread, by each of them.
  const spread = server.asked.filter((path) => path === `/?password=${encodeURIComponent(SECRET)}`);
  expect(spread).toHaveLength(files.length);

  const run = newestRun(checkout);
  const secrets = [SECRET, ...LINES.split('\n')];
  const search = await findSecrets(secrets, [run.folder, run.reports]);
  expect(search.found).toEqual([]);
  expect(search.examined).toBeGreaterThan(50);
  expect(await findInText(secrets, said)).toEqual([]);
  expect(await findInText(secrets, result)).toEqual([]);
  expect(readdirSync(checkout.temporary)).toEqual([]);
});

it("Playwright's own report and traces still open where passwords were taken out of them", async () => {
  const { folder } = newestRun(checkout);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  const report = files.find((file) => file.endsWith('playwright-report/index.html')) ?? 'no report';
  expect(await shownBy(report)).toEqual({
    errors: [],
    text: expect.stringContaining('signs in carelessly') as string,
  });

  const traces = files.filter((file) => /trace[^/]*\.zip$/.test(file));
  expect(traces).not.toEqual([]);
  for (const trace of traces)
    for (const [name, content] of await linesIn(trace))
      for (const line of content) expect(() => void JSON.parse(line), `${name}: ${line}`).not.toThrow();

  const viewer = join(report, '../trace');
  const own = join(checkout.root, 'node_modules/playwright-core/lib/vite/traceViewer');
  const scripts = readdirSync(viewer, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.\w+$/.test(file),
  );
  expect(scripts).toContain('sw.bundle.js');
  for (const file of scripts)
    expect(readFileSync(join(viewer, file)).equals(readFileSync(join(own, file))), file).toBe(true);
});

/** What a page shows in a browser, and what it complains of. */
async function shownBy(file: string): Promise<{ errors: readonly string[]; text: string }> {
  const executablePath = existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined;
  const browser = await chromium.launch({ ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : undefined));
    await page.goto(pathToFileURL(file).href);
    await page.getByText('signs in carelessly').first().waitFor();
    return { errors, text: (await page.locator('#root').textContent()) ?? '' };
  } finally {
    await browser.close();
  }
}

/** The lines of JSON in a trace. */
async function linesIn(trace: string): Promise<readonly (readonly [string, readonly string[]])[]> {
  const files: [string, readonly string[]][] = [];
  const archive = await yauzl.fromBufferPromise(readFileSync(trace));
  for await (const entry of archive.eachEntry())
    if (/\.(trace|network|stacks)$/.test(entry.fileName)) {
      const text = await buffer(await archive.openReadStreamPromise(entry));
      files.push([
        entry.fileName,
        text
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      ]);
    }
  expect(files.map(([name]) => name).join()).toMatch(/\.trace.*\.network|\.network.*\.trace/);
  return files;
}

it('a password in the URL of the target is refused, by the name of its variable, and not shown', async () => {
  const withPassword = server.url.replace('//', `//user:${encodeURIComponent(SECRET)}@`);
  const outcome = await harness(checkout, ['run', 'contract', '--env', 'staging'], {
    env: stagingAt(withPassword, SECRET),
  });
  expect(outcome.code, outcome.said).toBe(254);
  expect(outcome.said).toMatch(/STAGING_\w*URL holds credentials/);
  expect(await findInText([SECRET], outcome.said)).toEqual([]);
});

it('a password that is a common word is refused, and its variable is named', async () => {
  const outcome = await harness(checkout, ['run', 'contract', '--env', 'staging'], {
    env: { ...stagingAt(server.url), STAGING_USER_PASSWORD: 'checks' },
  });
  expect(outcome.code, outcome.said).toBe(254);
  expect(outcome.said).toMatch(/STAGING_USER_PASSWORD: a secret is a word .*Fix: use another one/);
});
