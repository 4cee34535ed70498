import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { type K6Options, parseOptions } from './options.ts';
import { runK6 } from './run.ts';

const GAP_MS = 50;
const EVENTS = [
  'id: 1\nevent: a\ndata: one\n\n',
  ': a comment\n\n',
  'data: two\ndata: lines\n\n',
  'data: three\n\n',
];
let server: Server;
let url: string;
let folder: string;

/** `/steady` sends its events one by one, `/lump` all of them at the end; both then stay open. */
async function tell(path: string, response: ServerResponse): Promise<void> {
  response.writeHead(path === '/refused' ? 401 : 200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (path === '/silent') return;
  if (path === '/refused') return void response.end('data: no\n\n');
  for (const event of EVENTS) {
    await sleep(GAP_MS);
    if (path === '/steady') response.write(event);
  }
  if (path === '/lump') response.write(EVENTS.join(''));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k6-sse-'));
  server = createServer((request, response) => {
    if (request.url !== '/nothing') void tell(request.url ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** Runs the body of an iteration with `open` and `ok(name, holds)`; gives the checks and what was thrown. */
async function run(body: string) {
  const source = `import { check, sleep } from 'k6'; import http from 'k6/http'; import { open } from 'k6/x/sse';
    const ok = (name, holds) => check(0, { [name]: () => holds });
    const base = __ENV.BASE_URL;
    export default function () { http.get(base + '/refused'); ${body} }`;
  writeFileSync(join(folder, 'script.k6.js'), source);
  await using suiteRun = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'script.k6.js' }, folder),
    tools: createFinder(),
    variables: { BASE_URL: url },
    adHoc: true,
  });
  const thrown: unknown = await runK6(suiteRun).catch((error: unknown) => error);
  const outcomes = Object.fromEntries(suiteRun.recorder.checks.map(({ id, outcome }) => [id, outcome]));
  return { outcomes, message: thrown instanceof Error ? thrown.message : '' };
}

test('events are read as they come, whatever the script does meanwhile', async () => {
  const { outcomes, message } = await run(`
    for (const [path, most] of [['/steady', ${2 * GAP_MS}], ['/lump', 0]]) {
      const stream = open(base + path);
      sleep(${(6 * GAP_MS) / 1000});
      const all = [stream.next(5000), stream.next(5000), stream.next(5000)];
      const [first, second, third] = all;
      ok('type, id and data', first.type === 'a' && first.id === '1' && first.data === 'one');
      ok('lines are joined, the id stays', second.data === 'two\\nlines' && second.type === 'message' && second.id === '1');
      const spread = third.atMs - first.atMs;
      ok(path + ' is seen', most === 0 ? spread < ${GAP_MS / 2} : spread > ${2 * GAP_MS});
      ok('no event in time is null, and the stream is open', stream.next(50) === null && stream.isOpen());
      stream.close(); stream.close();
      ok('a closed stream has no events', stream.next(50) === null && !stream.isOpen());
    }`);
  expect(message).toBe('');
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['passed']));
  expect(Object.keys(outcomes)).toHaveLength(6);
});

test('a refusal has a status and no events', async () => {
  const { outcomes } = await run(`const stream = open(base + '/refused');
    ok('refused', stream.status === 401 && stream.next(1000) === null && !stream.isOpen());`);
  expect(outcomes).toEqual({ 'check › refused': 'passed' });
});

test('waiting is bounded, for the head and for each event', async () => {
  const { outcomes, message } = await run(`const startedAt = Date.now();
    const stream = open(base + '/silent');
    ok('no event', stream.next(100) === null);
    ok('in time', Date.now() - startedAt < 5000);
    open(base + '/nothing', { timeoutMs: 200 });`);
  expect(outcomes).toEqual({ 'check › no event': 'passed', 'check › in time': 'passed' });
  expect(message).toMatch(/GET \S+\/nothing gave no stream within 200 ms/);
});
