import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Description, describe as read } from '../openapi/description.ts';
import { type Answer, type Call, expectStatus, signIn } from '../shared/client.ts';
import { openStream } from '../shared/event-stream.ts';
import { WEB } from '../shared/the-web.ts';
import { signInToWeb } from '../shared/web.ts';
import { web } from './visitor.ts';

const { webUrl, apiUrl, accounts, source } = binding();

let description: Description;
let user: string;
let admin: string;
let token: string;
beforeAll(async () => {
  const answer = await web.get('/api/openapi.json');
  expectStatus(answer, 200);
  description = await read(answer.body as Record<string, unknown>);
  [user, admin] = await Promise.all([
    signInToWeb(webUrl, accounts.user),
    signInToWeb(webUrl, accounts.admin),
  ]);
  token = (await signIn(apiUrl, accounts.user)).token ?? '';
});

/** Paths for programs that the source of the web declares. */
function declaredIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('client'),
  );
  const route = /\.(get|post|put|patch|delete)\(\s*'(\/(?:api\/[^']*|events))'/g;
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(route)].map(
      ([, method = '', path = '']) => `${method.toUpperCase()} ${path}`,
    ),
  );
}

test('the description of the web is valid OpenAPI, without room for further fields, and holds what programs may ask and nothing else @CON-01/web', ({
  skip,
}) => {
  expect(description.version).toMatch(/^3\.1/);
  expect(description.flaw).toBeUndefined();
  // A description says what it likes; samples are the API's to describe.
  expect(description.open).toEqual([]);
  if (source === undefined) return skip('the source of the web is not at hand');
  expect([...description.operations].sort()).toEqual([...declaredIn(join(source, WEB))].sort());
});

interface Asked {
  readonly status: number;
  readonly call?: Call;
}
const by = (cookie: string, headers: Readonly<Record<string, string>> = {}): Call => ({
  headers: { cookie, ...headers },
});
const sample = { name: 'described', value: 1, unit: 'ms', at: '2026-01-01T00:00:00.000Z' };

/** Each operation as everybody may ask it, well and badly. */
const asks = (): Readonly<Record<string, readonly Asked[]>> => {
  const mismatch = { authorization: `Bearer ${token}`, tenant: 'tenant-of-nobody' };
  const samples = (json: unknown, cookie = user): Call => ({ json, headers: { cookie } });
  return {
    'GET /api/health/live': [{ status: 200 }],
    'GET /api/health': [{ status: 200 }],
    'GET /api/openapi.json': [{ status: 200 }],
    'GET /api/metrics/baseline': [
      { status: 200, call: by(user) },
      { status: 200, call: { headers: { authorization: `Bearer ${token}` } } },
      { status: 401 },
      { status: 401, call: by('session=none') },
      { status: 403, call: { headers: mismatch } },
    ],
    'POST /api/metrics/ingest': [
      { status: 202, call: samples({ source: 'web', samples: [sample] }) },
      { status: 400, call: samples({ source: 'web', samples: [] }) },
      { status: 401, call: samples({}, '') },
      { status: 403, call: { json: {}, headers: mismatch } },
      { status: 403, call: { json: {}, headers: { cookie: user, origin: 'http://elsewhere.test' } } },
      { status: 413, call: samples('x'.repeat(1024 * 1024)) },
      { status: 415, call: { body: 'x', headers: { cookie: user, 'content-type': 'text/plain' } } },
    ],
    'GET /api/metrics/prometheus': [
      { status: 200, call: by(admin) },
      { status: 401 },
      { status: 403, call: by(user) },
    ],
    'POST /api/revalidate': [
      { status: 401 },
      { status: 401, call: by(admin, { 'x-revalidate-secret': 'x' }) },
    ],
    'GET /events': [{ status: 401 }, { status: 401, call: by('session=none') }],
  };
};

test('each of its operations answers as it says, well and badly asked @CON-01/web @CON-04/web', async () => {
  const asked = asks();
  expect(Object.keys(asked).sort(), 'operations').toEqual([...description.operations].sort());
  for (const [name, ways] of Object.entries(asked))
    for (const { status, call } of ways) {
      const [method = '', path = ''] = name.split(' ');
      const answer: Answer = await web.ask(method, path, call);
      expectStatus(answer, status);
      expect(description.difference(name, answer), answer.what).toBeUndefined();
    }
  const known = await web.get('/api/metrics/baseline', { cookie: user });
  const unchanged = async () => {
    const tag = known.headers.get('etag') ?? '';
    return web.get('/api/metrics/baseline', { cookie: user, 'if-none-match': tag });
  };
  const again = await unchanged();
  // It is measured anew each second.
  if (again.status === 304)
    expect(description.difference('GET /api/metrics/baseline', again)).toBeUndefined();
  const stream = await openStream({ url: webUrl, token: undefined }, { cookie: user });
  stream.close();
});
