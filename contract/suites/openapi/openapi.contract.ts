import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { openStream } from '../shared/event-stream.ts';
import { type Description, describe as read } from './description.ts';
import { makeWorld, requests, type World } from './requests.ts';

const { apiUrl, accounts, webhooksUrl } = binding();
const STREAM = 'GET /events';
const anonymous = clientOf(apiUrl);

let description: Description;
let world: World;
let clients: Readonly<Record<'user' | 'admin' | 'nobody', Client>>;

beforeAll(async () => {
  const answer = await anonymous.get('/openapi.json');
  expectStatus(answer, 200);
  description = await read(answer.body as Record<string, unknown>);
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  world = await makeWorld(user, admin, accounts.user, webhooksUrl);
  clients = { user, admin, nobody: anonymous };
});

test('the description is valid OpenAPI 3.1 @CON-01/described', () => {
  expect(description.version, 'openapi').toMatch(/^3\.1\.\d+$/);
  expect(description.flaw, 'GET /openapi.json').toBeUndefined();
});

test('it describes every operation, and none that is not there @CON-01/described', () => {
  expect(description.operations).toEqual([...Object.keys(requests), STREAM].sort());
});

test('its answers leave no room for fields that are not described @CON-01/closed', () => {
  expect(description.open, 'schemas of answers without additionalProperties: false').toEqual([]);
});

describe('answers are as described', () => {
  for (const [operation, { status, by = 'user', webhooks, ask }] of Object.entries(requests))
    test(`${operation} @CON-01/answers${by === 'nobody' ? '' : ' @CON-01/401'}`, async ({ skip }) => {
      if (webhooks && webhooksUrl === undefined) return skip(NO_COLLECTOR);
      const answer = await ask(clients[by], world);
      expectStatus(answer, status);
      expect(description.difference(operation, answer), answer.what).toBeUndefined();
      if (by === 'nobody') return;
      const refused = await ask(anonymous, world);
      expectRefusal(refused, 401, 'UNAUTHENTICATED');
      expect(description.difference(operation, refused), refused.what).toBeUndefined();
    });

  test(`${STREAM} @CON-01/answers`, async () => {
    const stream = await openStream(world.user);
    stream.close();
    const answer = { status: 200, headers: stream.headers, body: '' };
    expect(description.difference(STREAM, answer), STREAM).toBeUndefined();
  });
});

describe('refusals are as described', () => {
  const BAD = '/not-an-id';
  for (const [operation, ask] of [
    ['POST /workflows', () => clients.user.create('/workflows', { name: 7 })],
    ['GET /workflows', () => clients.user.get('/workflows?limit=0')],
    ['GET /workflows/{id}', () => clients.user.get(`/workflows${BAD}`)],
    ['PUT /workflows/{id}', () => clients.user.put(`/workflows/${world.ids.workflow}`, {})],
    ['POST /documents', () => clients.user.create('/documents', {})],
    ['GET /search', () => clients.user.get('/search?q=')],
    ['GET /alerts', () => clients.user.get('/alerts?status=loud')],
    ['POST /meta-events', () => clients.user.post('/meta-events', { events: [{}] })],
    ['POST /metrics/ingest', () => clients.user.post('/metrics/ingest', {})],
    ['POST /webhooks', () => clients.admin.create('/webhooks', { url: 'nonsense', events: [] })],
    ['PATCH /me', () => clients.user.patch('/me', { role: 'admin' })],
    ['POST /auth/login', () => anonymous.post('/auth/login', {})],
    ['POST /auth/refresh', () => anonymous.post('/auth/refresh', {})],
    [
      'POST /uploads',
      () =>
        clients.user.ask('POST', '/uploads?name=', { body: 'x', headers: { 'content-type': 'text/plain' } }),
    ],
  ] as const)
    test(`400 of ${operation} @CON-01/400 @CON-04/400`, async () => {
      const answer = await ask();
      expectRefusal(answer, 400, 'VALIDATION_FAILED');
      expect(description.difference(operation, answer), answer.what).toBeUndefined();
    });
});
