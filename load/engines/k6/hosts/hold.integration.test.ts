import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest, targetForTest } from '../../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../../fixtures/tools/finder.ts';
import { parseOptions } from '../options.ts';
import { runK6 } from '../run.ts';

/** The target sends whoever asks for `/to?<url>` there; the other host counts who comes. */
let target: Server;
let other: Server;
let strangers = 0;
let visitors = 0;
let folder: string;

const addressOf = (server: Server) => {
  const { address, port } = server.address() as AddressInfo;
  return `${address}:${port}`;
};

beforeAll(async () => {
  target = createServer((request, response) => {
    visitors++;
    const to = request.url?.split('/to?')[1];
    response.writeHead(to === undefined ? 200 : 302, to === undefined ? {} : { location: to }).end();
  }).listen(0, '127.0.0.1');
  other = createServer((_, response) => void response.end('elsewhere')).listen(0, '127.0.0.2');
  other.on('connection', () => strangers++);
  await Promise.all([once(target, 'listening'), once(other, 'listening')]);
});
afterAll(() => {
  for (const server of [target, other]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  [strangers, visitors] = [0, 0];
  folder = mkdtempSync(join(tmpdir(), 'k6-hold-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(source: string, urls: Readonly<Record<string, string>>) {
  writeFileSync(join(folder, 'script.k6.js'), source);
  await using suiteRun = suiteRunForTest({
    options: parseOptions({ script: 'script.k6.js' }, folder),
    target: { ...targetForTest(), urls },
    tools: createFinder(),
    variables: { TARGET: `http://${addressOf(target)}`, OTHER: addressOf(other) },
    adHoc: true,
  });
  const thrown: unknown = await runK6(suiteRun).catch((error: unknown) => error);
  const { checks } = suiteRun.recorder;
  const message = thrown instanceof Error ? thrown.message : undefined;
  return { message, outcomes: checks.map(({ id, outcome }) => `${outcome}: ${id}`) };
}

const WAYS = `
import http from 'k6/http';
import ws from 'k6/ws';
import { WebSocket } from 'k6/websockets';
import grpc from 'k6/net/grpc';
import { check } from 'k6';
const { TARGET, OTHER } = __ENV;
const tries = (way) => { try { way(); } catch (error) { console.error(String(error)); } };
export const options = { hosts: { 'shop.invalid': '127.0.0.1' } };
`;

test(
  'nothing of a load reaches another address, whichever way leads there',
  { timeout: 60_000 },
  async () => {
    const script = `${WAYS}
export default function () {
  check(http.get(TARGET + '/here'), { 'the target answers': (answer) => answer.status === 200 });
  check(http.get(TARGET + '/to?' + TARGET + '/here'), { 'its own redirects are followed': (answer) => answer.status === 200 });
  check(http.get(TARGET + '/to?http://' + OTHER), { 'a redirect is answered': (answer) => answer.status === 200 });
  http.get(TARGET + '/to?http://' + OTHER + '/named', { tags: { name: 'GET /' } });
  http.batch(['http://' + OTHER + '/a', 'http://' + OTHER + '/b']);
  tries(() => http.get(TARGET + '/to?http://' + OTHER, { throw: true }));
  tries(() => ws.connect('ws://' + OTHER + '/old', (socket) => socket.close()));
  tries(() => new grpc.Client().connect(OTHER, { plaintext: true, timeout: '1s' }));
  new WebSocket('ws://' + OTHER + '/new').addEventListener('error', () => undefined);
}`;
    const { message, outcomes } = await run(script, { web: `http://${addressOf(target)}` });
    expect(strangers).toBe(0);
    expect(visitors).toBe(6);
    expect(message).toContain(
      `the load was not offered: 6 requests were for another host than the target's (127.0.0.1), and k6 was kept from sending them: ${addressOf(other)} (6)`,
    );
    expect(outcomes).toEqual([
      'skipped: check › the target answers',
      'skipped: check › its own redirects are followed',
      'skipped: check › a redirect is answered',
    ]);
  },
);

test(
  'nothing reaches another name either, nor an address that a name may not mean',
  { timeout: 60_000 },
  async () => {
    const port = (target.address() as AddressInfo).port;
    const script = `${WAYS}
export default function () {
  const shop = 'http://shop.invalid:${port}';
  check(http.get(shop + '/here'), { 'the target answers': (answer) => answer.status === 200 });
  for (const to of ['http://' + OTHER, 'http://www.shop.invalid', 'http://pay.invalid:81', 'https://pay.invalid', 'http://10.98.76.54'])
    http.get(shop + '/to?' + to, { timeout: '5s' });
  http.get(shop + '/to?http://pay.invalid:81', { tags: { name: 'GET /' } });
  tries(() => new grpc.Client().connect('pay.invalid:443', { timeout: '1s' }));
  new WebSocket('ws://pay.invalid/new').addEventListener('error', () => undefined);
}`;
    const { message } = await run(script, {
      web: `http://shop.invalid:${port}`,
      near: `http://${addressOf(target)}`,
    });
    expect(strangers).toBe(0);
    expect(visitors).toBe(7);
    const [, said = ''] =
      /another host than the target's \(shop\.invalid, 127\.0\.0\.1\), and k6 was kept from sending them: (.*)\. Fix/.exec(
        message ?? '',
      ) ?? [];
    expect(said.split(', ').sort()).toEqual(
      [
        '10.98.76.54 (1)',
        `${addressOf(other)} (1)`,
        'pay.invalid (2)',
        'pay.invalid:81 (2)',
        'www.shop.invalid (1)',
      ].sort(),
    );
    expect(message).not.toContain('were sent');
  },
);

test('a load that stays on its target is judged', async () => {
  const script = `${WAYS}
export default function () {
  check(http.get(TARGET + '/to?' + TARGET + '/here'), { 'is 200': (answer) => answer.status === 200 });
}`;
  expect(await run(script, { web: `http://${addressOf(target)}` })).toEqual({
    message: undefined,
    outcomes: ['passed: check › is 200'],
  });
});
