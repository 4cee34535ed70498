import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import k6 from './k6.tool.ts';
import type { K6Options } from './options.ts';
import { parseOptions } from './options.ts';
import { runK6 } from './run.ts';

let server: Server;
let url: string;
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/500' ? 500 : 200;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-words-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function run(tools: ToolFinder = createFinder()) {
  await using suiteRun = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'script.js' }, folder),
    tools,
    variables: { BASE_URL: url },
    adHoc: true,
  });
  let message = '';
  await runK6(suiteRun).catch((error: unknown) => (message = String(error)));
  const { checks, events } = suiteRun.recorder;
  return { message, checks, events, outcomes: outcomesOf(checks) };
}

function outcomesOf(checks: readonly { readonly id: string; readonly outcome: string }[]) {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace('threshold › ', ''), outcome]));
}

/** A k6 as it is released: without our output. */
async function released(): Promise<ToolFinder> {
  const found = await createFinder().find(k6);
  if ('missing' in found) throw new InfraError(found.missing);
  const path = put(
    'k6',
    `#!/bin/sh\ncase "$*" in *harness-rows*) echo 'invalid output type' >&2; exit 1 ;; esac\nexec '${found.path}' "$@"\n`,
  );
  chmodSync(path, 0o755);
  return { find: () => Promise.resolve({ ...found, path }) };
}

const SCRIPT = `import http from 'k6/http';
import { sleep } from 'k6';
import { Counter as Count, Rate, Trend } from 'k6/metrics';
const NAME = 'orders' + '_lost';
const lost = new Count(NAME);
const few = new Count('few_lost');
const pages = {};
for (const page of ['home', 'cart']) pages[page] = new Rate('ok_' + page);
const waited = new Trend('waited');
const offset = new Trend('clock_offset');
export const options = { vus: 1, iterations: 20, thresholds: {
  waited: ['p(90)<300', 'p(95)<500', 'med<150', 'med>149', 'p(97.5)<250'],
  clock_offset: ['min<-5', 'p(50)<0'],
  orders_lost: ['count<5'], few_lost: ['count<5'],
  ok_home: ['rate>0.9'], ok_cart: ['rate>0.9'],
  http_reqs: ['rate>1', 'rate<25'],
  'http_req_failed{team:pay}': ['rate<0.6'],
  'http_reqs{svc:api}': ['count>=40'],
  'http_reqs{query:page=1&size=20}': ['count==20'],
  'http_req_duration{name:"x y"}': ['max<5000'],
} };
export function setup() { sleep(1); }
export default function () {
  http.get(__ENV.BASE_URL + '/500', { tags: { team: 'pay', svc: 'api', name: 'x y' } });
  http.get(__ENV.BASE_URL, { tags: { referrer: 'q=1&team=pay&svc=api', query: 'page=1&size=20' } });
  waited.add(__ITER < 10 ? 100 : 200);
  if (__ITER === 19) waited.add(3000); else waited.add(100 + 100 * (__ITER % 2));
  offset.add(-10 + __ITER);
  if (__ITER < 9) lost.add(1);
  if (__ITER < 3) few.add(1);
  pages.home.add(true);
  pages.cart.add(__ITER !== 3 && __ITER !== 4);
}
export function teardown() { sleep(1); }
`;

/** What k6 says of each. */
const OUTCOMES = {
  'waited: p(90)<300': 'passed',
  'waited: p(95)<500': 'passed',
  'waited: med<150': 'failed',
  'waited: med>149': 'passed',
  'waited: p(97.5)<250': 'failed',
  'clock_offset: min<-5': 'passed',
  'clock_offset: p(50)<0': 'passed',
  'orders_lost: count<5': 'failed',
  'few_lost: count<5': 'passed',
  'ok_home: rate>0.9': 'passed',
  'ok_cart: rate>0.9': 'failed',
  // 40 in two seconds at least, in which there are none.
  'http_reqs: rate>1': 'passed',
  'http_reqs: rate<25': 'passed',
  'http_req_failed{team:pay}: rate<0.6': 'failed',
  'http_reqs{svc:api}: count>=40': 'failed',
  'http_reqs{query:page=1&size=20}: count==20': 'passed',
  'http_req_duration{name:"x y"}: max<5000': 'passed',
};

test("a stranger's thresholds are judged by what k6 means, with our own k6", async () => {
  put('script.js', SCRIPT);
  const { message, outcomes } = await run();
  expect(message).toBe('');
  expect(outcomes).toEqual(OUTCOMES);
});

test('of a released k6 what cannot be told stays open, and nothing is guessed', async () => {
  put('script.js', SCRIPT);
  const { message, outcomes } = await run(await released());
  expect(message).toMatch(/orders_lost: count<5 saw 9 samples, and this k6 does not say of which kind/);
  expect(message).toMatch(/http_reqs\{query:page=1&size=20\}: count==20 cannot be told/);
  for (const [id, outcome] of Object.entries(OUTCOMES))
    expect([outcome, undefined], id).toContain(outcomes[id]);
  expect(outcomes).toMatchObject({ 'waited: med<150': 'failed', 'few_lost: count<5': 'passed' });
  expect(outcomes['http_req_failed{team:pay}: rate<0.6']).not.toBe('passed');
});

test('what k6 loads is run as it is: an imported JSON file is empty, as for k6 alone', async () => {
  put('data.json', '[1, 2]');
  put(
    'script.js',
    `import http from 'k6/http'; import { check } from 'k6'; import data from './data.json';
    export default function () { check(http.get(__ENV.BASE_URL), { data: () => data.length === 2 }); }`,
  );
  const { message, outcomes, events } = await run();
  expect([message, outcomes]).toEqual(['', { 'check › data': 'failed' }]);
  expect(events.map(({ name }) => name)).not.toContain('script-bundled');
});

test('what k6 cannot load is run as a bundle, and its checks say so', async () => {
  put('lib/two.ts', 'export const two: number = 2;');
  put(
    'script.js',
    `import http from 'k6/http'; import { check } from 'k6'; import { two } from './lib/two';
    export default function () { check(http.get(__ENV.BASE_URL), { two: () => two === 2 }); }`,
  );
  const { message, outcomes, checks, events } = await run();
  expect([message, outcomes]).toEqual(['', { 'check › two': 'passed' }]);
  expect(checks[0]?.detail).toMatch(
    /passed 1 of 1; the script was run as a bundle, for k6 by itself cannot load it: .*two/,
  );
  expect(events.map(({ name }) => name)).toContain('script-bundled');
});

test('a threshold with abortOnFail that does not hold ends the load, and has failed', async () => {
  put(
    'script.js',
    `import http from 'k6/http'; import { sleep } from 'k6'; import { Trend } from 'k6/metrics';
    const waited = new Trend('waited');
    export const options = { vus: 1, duration: '1h', thresholds: { waited: [{ threshold: 'max<50', abortOnFail: true }, 'min<50'] } };
    export default function () {
      http.get(__ENV.BASE_URL);
      waited.add(__ITER === 0 ? 90 : 1);
      sleep(0.05);
    }`,
  );
  const { message, outcomes, checks } = await run();
  expect(message).toBe('');
  expect(outcomes).toEqual({ 'waited: max<50': 'failed', 'waited: min<50': 'passed' });
  expect(checks[0]?.detail).toMatch(/^max was 90 .* when k6 looks at thresholds/);
});
