import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verify } from './pact-verification.ts';

process.env['PACT_DO_NOT_TRACK'] = 'true';

let folder: string;
let server: Server;
let apiUrl: string;
let colour = 'red';
let asked: IncomingHttpHeaders = {};
/** Where everybody is sent; another host, which gives the right answer. */
let location: string | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verification-'));
  server = createServer((request, response) => {
    asked = request.headers;
    if (location !== undefined) response.writeHead(302, { location });
    else response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ colour }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const interaction = (description: string, method = 'GET') => ({
  type: 'Synchronous/HTTP',
  description,
  pending: false,
  providerStates: [{ name: 'a car' }],
  request: { method, path: '/car' },
  response: {
    status: 200,
    headers: { 'content-type': ['application/json'] },
    body: { content: { colour: 'red' }, contentType: 'application/json', encoded: false },
  },
});

const looks = [interaction('the first look'), interaction('the second look')];

function verifyWith(
  states: Record<string, () => Promise<Record<string, string>>>,
  interactions: readonly object[] = looks,
) {
  const pact = join(folder, 'pact.json');
  const metadata = { pactSpecification: { version: '4.0' } };
  writeFileSync(
    pact,
    JSON.stringify({ consumer: { name: 'me' }, provider: { name: 'it' }, interactions, metadata }),
  );
  return verify({ apiUrl, provider: 'it', pact, states });
}

test('tells each interaction, kept or not, with the difference', async () => {
  const ready = { 'a car': () => Promise.resolve({}) };
  colour = 'red';
  expect(await verifyWith(ready)).toEqual({
    interactions: new Map([
      ['the first look', []],
      ['the second look', []],
    ]),
    states: new Map([['a car', 'ready']]),
  });
  colour = 'blue';
  const { interactions } = await verifyWith(ready);
  expect(interactions.get('the first look')?.join()).toContain('$.colour');
});

test('tells of a state that failed once, and of one that has no handler', async () => {
  colour = 'red';
  let calls = 0;
  const once = () => ((calls += 1) === 1 ? Promise.reject(new Error('no garage')) : Promise.resolve({}));
  const failed = await verifyWith({ 'a car': once });
  expect(failed.states.get('a car')).toBe('no garage');
  expect((await verifyWith({})).states.get('a car')).toBeUndefined();
});

test('announces no body where there is none', async () => {
  colour = 'red';
  await verifyWith({ 'a car': () => Promise.resolve({}) }, [interaction('a push', 'POST')]);
  expect(asked).toMatchObject({ 'content-length': '0' });
  expect(asked).not.toHaveProperty('transfer-encoding');
});

test('follows no redirect to another host, which may give the right answer', async () => {
  let asked = 0;
  const other = createServer((_request, response) => {
    asked++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ colour: 'red' }));
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.2', resolve));
  location = `http://127.0.0.2:${(other.address() as AddressInfo).port}/car`;
  const { interactions } = await verifyWith({ 'a car': () => Promise.resolve({}) });
  location = undefined;
  other.close();
  expect(asked).toBe(0);
  expect(interactions.get('the first look')?.join()).toContain('302');
});
