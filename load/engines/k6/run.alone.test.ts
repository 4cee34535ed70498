import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SuiteRunOverrides, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import type { K6Options } from './options.ts';
import { parseOptions } from './options.ts';
import { runK6 } from './run.ts';

let server: Server;
let url: string;
let folder: string;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    response.statusCode = request.url === '/500' ? 500 : 200;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-script-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a script with the real k6; gives what it recorded and what it threw. */
async function run(
  source: string,
  overrides: Partial<SuiteRunOverrides<K6Options>> = {},
  options: object = {},
) {
  writeFileSync(join(folder, 'script.k6.ts'), source);
  await using suiteRun = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'script.k6.ts', ...options }, folder),
    tools: createFinder(),
    variables: { BASE_URL: url },
    adHoc: true,
    ...overrides,
  });
  let thrown: unknown;
  await runK6(suiteRun).catch((error: unknown) => (thrown = error));
  const { checks, metrics, events, attachments } = suiteRun.recorder;
  const metric = (name: string) => metrics.findLast((one) => one.name === name);
  const outcomes = Object.fromEntries(checks.map((check) => [check.id, check.outcome]));
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : thrown;
  return { outcomes, metric, message, events, attachments };
}

const RATE = `scenarios: { main: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1s', preAllocatedVUs: 4 } }`;
/** Of 20 planned ones k6 may begin one after the end. */
const LEAST = 19;

test("judges a stranger's thresholds from the samples, and finds its files", async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/path.txt'), '/x');
  const script = `
    import http from 'k6/http';
    import { check } from 'k6';
    import { Trend } from 'k6/metrics';
    const path = open('./data/path.txt');
    const size = new Trend('body_size');
    export const options = {
      ${RATE},
      thresholds: { 'http_req_duration{service:api}': ['p(95)<400'], http_req_failed: ['rate<0.01'], body_size: ['max<1'] },
    };
    export default function (): void {
      const response = http.get(__ENV.BASE_URL + path, { tags: { service: 'api' } });
      size.add(2);
      check(response, { 'never, "ever"': () => false });
    }`;
  const result = await run(script);
  expect(result.message).toBeUndefined();
  expect(result.outcomes).toEqual({
    'threshold › http_req_duration{service:api}: p(95)<400': 'passed',
    'threshold › http_req_failed: rate<0.01': 'passed',
    'threshold › body_size: max<1': 'failed',
  });
  expect(result.metric('http_reqs.count')?.value).toBeGreaterThanOrEqual(LEAST);
  expect(result.metric('checks{check:never, "ever"}.rate')).toMatchObject({ value: 0 });
  expect(result.metric('load.offered_per_second')?.value).toBe(20);
  expect(result.attachments.map((one) => one.name)).toEqual(
    expect.arrayContaining(['timeseries.json', 'endpoints.json', 'histograms.json']),
  );
});

test('names the TypeScript line of an exception, also when k6 exits with 0', async () => {
  const script = `
    import http from 'k6/http';
    interface Thing { a?: { b: number } }
    export default function (): void {
      http.get(__ENV.BASE_URL);
      const thing: Thing = {};
      console.log(thing.a!.b);
    }`;
  const result = await run(script);
  expect(result.message).toMatch(
    /^SuiteError: the script threw in 1 iterations: TypeError: .*script\.k6\.ts:7:\d+/,
  );
  expect(result.metric('http_reqs.count')?.value).toBe(1);
});

test.each([
  ['nothing sent', `export default function () {}`, /offered nothing/],
  [
    'a threshold without samples',
    `export const options = { thresholds: { 'http_req_duration{a:typo}': ['p(95)<1'] } };
    export default function () { http.get(__ENV.BASE_URL); }`,
    /http_req_duration\{a:typo\}: p\(95\)<1 saw no sample/,
  ],
  [
    'a threshold of nonsense',
    `export const options = { thresholds: { http_reqs: ['p(95<1'] } };
    export default function () { http.get(__ENV.BASE_URL); }`,
    /not understood: threshold › http_reqs: p\(95<1\. Fix/,
  ],
  [
    'a bad start',
    `throw new Error('no data'); export default function () {}`,
    /cannot load the script: Error: no data \(.*script\.k6\.ts:\d+:\d+\)/,
  ],
  [
    'a failing setup',
    `export function setup() { throw new Error('no login'); } export default function () {}`,
    /exit code 107.*no login/,
  ],
  ['a syntax error', `export default function () { const x: = 3; }`, /Unexpected "="/],
  [
    'an aborted test',
    `export default function () { http.get(__ENV.BASE_URL); exec.test.abort('enough'); }`,
    /exit code 108.*enough/,
  ],
  [
    'an exception in an async iteration, whatever thresholds say',
    `export const options = { iterations: 2, thresholds: { http_req_failed: ['rate<0.01'] } };
    export default async function () { http.get(__ENV.BASE_URL); await 0; throw new Error('boom'); }`,
    /threw in 2 iterations: Uncaught \(in promise\) Error: boom \(.*script\.k6\.ts:\d+:\d+\)/,
    ['threshold › http_req_failed: rate<0.01'],
  ],
  [
    'a sample that is no number',
    `import { Trend } from 'k6/metrics'; const size = new Trend('body_size');
    export const options = { thresholds: { body_size: ['max<5'] } };
    export default function () { http.get(__ENV.BASE_URL); size.add(Infinity); size.add(3); }`,
    /1 samples of k6 could not be read.*Fix: /,
    ['threshold › body_size: max<5'],
  ],
  [
    'a threshold that k6 refuses',
    `export const options = { thresholds: { http_req_duration: ['count>0'] } };
    export default function () { http.get(__ENV.BASE_URL); }`,
    /http_req_duration: count>0 is none that k6 accepts: a trend has no count\. Fix: /,
  ],
  [
    'a missing package',
    `import x from 'no-such-package'; export default function () { x(); }`,
    /no-such-package/,
  ],
])('is unknown after %s', async (_, source, message, passed: readonly string[] = []) => {
  const result = await run(`import http from 'k6/http'; import exec from 'k6/execution'; ${source}`);
  expect(result.message).toMatch(message);
  expect(result.message).toMatch(/^SuiteError/);
  expect(Object.keys(result.outcomes)).toEqual(passed);
});

test.each(['', 'async '])(
  'fails where a %sscenario always calls fail(), whatever thresholds say',
  async (kind) => {
    const script = `import http from 'k6/http'; import { fail } from 'k6';
    export const options = { iterations: 3, thresholds: { http_req_failed: ['rate<0.01'] } };
    export default ${kind}function () { http.get(__ENV.BASE_URL); fail('no login'); }`;
    const result = await run(script);
    expect(result.message).toBeUndefined();
    expect(result.outcomes).toEqual({
      'threshold › http_req_failed: rate<0.01': 'passed',
      'scenario default does not always call fail()': 'failed',
    });
  },
);

test.each(['[]', `['status']`])(
  'tells scenarios, checks and endpoints apart, also of a script with systemTags %s',
  async (systemTags) => {
    const script = `import http from 'k6/http'; import { check } from 'k6';
    export const options = { ${RATE}, systemTags: ${systemTags} };
    export default function () { check(http.get(__ENV.BASE_URL, { tags: { name: 'home' } }), { up: () => true }); }`;
    const result = await run(script);
    expect(result.message).toBeUndefined();
    expect(result.outcomes).toEqual({ 'check › up': 'passed' });
    expect(result.metric('endpoint.GET home.requests')?.value).toBeGreaterThanOrEqual(LEAST);
    expect(result.events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['load-plan', 'load-bucket']),
    );
  },
);

test('holds a script without assertions to the limits of the environment', async () => {
  const result = await run(`import http from 'k6/http';
    export const options = { iterations: 20 };
    export default function () { http.get(__ENV.BASE_URL + (__ITER === 3 ? '/500' : '/')); }`);
  expect(result.message).toBeUndefined();
  expect(result.outcomes).toEqual({
    'default limit › http_req_failed.rate < 0.01 ratio': 'failed',
    'default limit › http_req_duration.p95 < 500 ms': 'passed',
  });
  expect(result.events.map((event) => event.name)).toContain('default-limits');
});

test('leaves no process behind when the run is aborted', async () => {
  const controller = new AbortController();
  const marker = `aborted-${process.pid}`;
  writeFileSync(
    join(folder, 'script.k6.ts'),
    `import http from 'k6/http'; import { sleep } from 'k6';
     export const options = { vus: 2, duration: '60s' };
     export default function () { http.get(__ENV.BASE_URL); sleep(0.2); }`,
  );
  await using suiteRun = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'script.k6.ts', env: { MARKER: marker } }, folder),
    tools: createFinder(),
    variables: { BASE_URL: url },
    signal: controller.signal,
    adHoc: true,
  });
  const running = runK6(suiteRun);
  const before = asked;
  await expect.poll(() => asked).toBeGreaterThan(before + 4);
  controller.abort();
  await suiteRun.scope.close();
  await running;
  expect(suiteRun.recorder.checks).toEqual([]);
  expect(
    suiteRun.recorder.metrics.find((metric) => metric.name === 'http_reqs.count')?.value,
  ).toBeGreaterThan(1);
  expect(
    execFileSync('sh', ['-c', `cat /proc/[0-9]*/environ 2>/dev/null | grep -zc ${marker} || true`])
      .toString()
      .trim(),
  ).toBe('0');
});

test('records failures when the server dies in the middle of the load', async () => {
  let answered = 0;
  const mortal = createServer((_, response) => {
    response.end('ok');
    if (++answered < 10) return;
    mortal.close();
    mortal.closeAllConnections();
  });
  await new Promise<void>((resolve) => mortal.listen(0, '127.0.0.1', resolve));
  const port = (mortal.address() as AddressInfo).port;
  const script = `import http from 'k6/http'; import { check } from 'k6';
    export const options = { ${RATE} };
    export default function () { check(http.get(__ENV.BASE_URL), { 'is 200': (r) => r.status === 200 }); }`;
  const result = await run(script, { variables: { BASE_URL: `http://127.0.0.1:${port}` } });
  expect(result.message).toBeUndefined();
  expect(result.outcomes).toEqual({ 'check › is 200': 'failed' });
  const failed = result.metric('http_req_failed.rate');
  expect(failed?.value).toBeGreaterThan(0.05);
  expect(failed?.value).toBeLessThan(1);
});

test('says that the load was not offered when k6 had to drop iterations', async () => {
  const script = `import { sleep } from 'k6'; import http from 'k6/http';
    export const options = { scenarios: { main: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 1 } } };
    export default function () { http.get(__ENV.BASE_URL); sleep(0.5); }`;
  const result = await run(script);
  expect(result.message).toMatch(
    /the load was not offered: scenario "main" completed \d of 20 iterations.*raise preAllocatedVUs/,
  );
  expect(result.metric('dropped_iterations.count')?.value).toBeGreaterThan(10);
});

test('splits one run into phases by the time of each sample', async () => {
  const script = `import http from 'k6/http';
    export const options = { ${RATE} };
    export default function () { http.get(__ENV.BASE_URL); }`;
  const phases = [
    { name: 'before', untilMs: 500 },
    { name: 'after', untilMs: 60_000 },
  ];
  const result = await run(
    script,
    { adHoc: false },
    { phases, metrics: ['before.http_req_duration{scenario:main}.p99'] },
  );
  const count = (name: string) => result.metric(name)?.value ?? 0;
  expect(count('before.http_reqs.count')).toBeGreaterThan(5);
  expect(count('before.http_reqs.count') + count('after.http_reqs.count')).toBe(count('http_reqs.count'));
  expect(result.metric('after.http_req_duration{scenario:main}.p99')?.samples).toBe(
    count('after.http_reqs.count'),
  );
});
