import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../../fixtures/tools/finder.ts';
import type { ToolFinder } from '../../../../kernel/tool.ts';
import { type K6Options, parseOptions } from '../options.ts';
import { runK6 } from '../run.ts';

let server: Server;
let url: string;
let folder: string;
let delayMs = 0;

beforeAll(async () => {
  server = createServer((_, response) => void setTimeout(() => response.end('ok'), delayMs));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  delayMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'k6-validity-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a plain script with the real k6; gives its checks and the error that it threw. */
async function run(source: string, tools: ToolFinder = createFinder()) {
  writeFileSync(join(folder, 'script.k6.js'), source);
  await using suiteRun = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'script.k6.js' }, folder),
    tools,
    variables: { BASE_URL: url },
    adHoc: true,
  });
  const thrown: unknown = await runK6(suiteRun).catch((error: unknown) => error);
  const { checks, events } = suiteRun.recorder;
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : undefined;
  return { message, outcomes: checks.map(({ id, outcome }) => `${outcome}: ${id}`), events };
}

/** k6 with fewer open files than its users need connections. */
function withFewFiles(files: number): ToolFinder {
  const finder = createFinder();
  const path = join(folder, 'k6');
  return {
    find: async (tool) => {
      const found = await finder.find(tool);
      if ('missing' in found) return found;
      writeFileSync(path, `#!/bin/sh\nulimit -n ${files}\nexec '${found.path}' "$@"\n`);
      chmodSync(path, 0o755);
      return { ...found, path };
    },
  };
}

test('a generator that is out of CPU gives no verdict, and says so', async () => {
  // Ten times the CPU that there is, whatever the machine: users who spin share its cores, and half of them may still be in time.
  const rate = availableParallelism() * 200;
  const result = await run(`import http from 'k6/http';
    export const options = {
      scenarios: { main: { executor: 'constant-arrival-rate', rate: ${rate}, duration: '5s', preAllocatedVUs: 20, gracefulStop: '1s' } },
      thresholds: { http_req_duration: ['p(95)<0.001'] },
    };
    export default function () {
      for (const end = Date.now() + 50; Date.now() < end; );
      http.get(__ENV.BASE_URL);
    }`);
  expect(result.message).toMatch(
    /^SuiteError: the load was not offered: scenario "main" completed \d+ of \d+ iterations.*the generator was out of CPU for .* s: k6 used \d+ % of .*Fix: lower the rate/,
  );
  expect(result.outcomes).toEqual(['skipped: threshold › http_req_duration: p(95)<0.001']);
  expect(result.events.find(({ name }) => name === 'load-offer')?.detail).toMatchObject({
    shortfalls: [{ culprit: 'generator' }],
  });
});

test('a generator that cannot open connections says nothing of the target', async () => {
  const script = `import http from 'k6/http'; import { check, sleep } from 'k6';
    export const options = { noConnectionReuse: true, vus: 60, duration: '2s' };
    export default function () {
      check(http.get(__ENV.BASE_URL), { 'is 200': (response) => response.status === 200 });
      sleep(0.2);
    }`;
  delayMs = 100;
  const result = await run(script, withFewFiles(40));
  expect(result.message).toMatch(
    /^SuiteError: the load was not offered: \d+ of \d+ requests never left the generator: too many open files .*Fix: raise the limit of open files/,
  );
  expect(result.outcomes).toEqual(['skipped: check › is 200']);
});

test('a slow target is told from a slow generator', async () => {
  const slow = setTimeout(() => (delayMs = 2000), 2500);
  const result = await run(`import http from 'k6/http'; import { check } from 'k6';
    export const options = {
      scenarios: { main: { executor: 'constant-arrival-rate', rate: 5, duration: '5s', preAllocatedVUs: 2, gracefulStop: '3s' } },
      thresholds: { http_req_duration: ['p(95)<1'] },
    };
    export default function () { check(http.get(__ENV.BASE_URL), { 'is 200': (response) => response.status === 200 }); }`);
  clearTimeout(slow);
  expect(result.message).toMatch(/^SuiteError: the load was not offered: .*all 2 users were busy/);
  expect(result.outcomes).toContain('skipped: threshold › http_req_duration: p(95)<1');
});

test('what is offered as planned is judged', async () => {
  const result = await run(`import http from 'k6/http';
    export const options = {
      scenarios: { main: { executor: 'constant-arrival-rate', rate: 10, duration: '2s', preAllocatedVUs: 10 } },
      thresholds: { http_req_duration: ['p(95)<0.001'] },
    };
    export default function () { http.get(__ENV.BASE_URL); }`);
  expect(result).toMatchObject({
    message: undefined,
    outcomes: ['failed: threshold › http_req_duration: p(95)<0.001'],
  });
});
