import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What whoever signs in at the canary gets: the relay must put it where the tool wrote its stand-in. */
const TOKEN = 'canary-token';
export const CANARY_ACCOUNT = { username: 'canary', password: 'canary-password' };
export const CANARY_SIGN_IN = {
  ...{ account: 'user', kind: 'bearer' as const, path: '/login', canary: '/me' },
  ...{ username: 'name', password: 'password', token: 'token' },
};

export interface Canary {
  readonly url: string;
  /** Planted in an answer of it. */
  readonly secret: string;
  close(): Promise<void>;
}

/** What is right: whoever finds fault with it does so everywhere. */
export const SOUND = ['GET /sound'];

/** A small API on this machine with a defect of each sort: what is blind to it is blind everywhere. */
export async function startCanary(): Promise<Canary> {
  const secret = `planted-${randomUUID()}`;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = () =>
      response
        .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
        .end('{"error":"no"}');
    const isSigned = request.headers.authorization === `Bearer ${TOKEN}`;
    const count = searchParams.get('count') ?? '';
    const isRight = request.method === 'GET' && searchParams.size === 1 && /^[1-9]$/.test(count);
    const answers: Readonly<Record<string, () => unknown>> = {
      '/login': () => json(200, { token: TOKEN }),
      '/openapi.json': () => json(200, DESCRIPTION),
      '/breaks': () => (isRight ? json(200, {}) : json(500, { error: 'no' })),
      '/status': () => json(isRight ? 203 : 400, isRight ? {} : { error: 'no' }),
      '/type': () =>
        isRight
          ? response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')
          : json(400, { error: 'no' }),
      '/body': () => (isRight ? json(200, { more: 1 }) : json(400, { error: 'no' })),
      '/takes': () => json(200, {}),
      '/sound': () => (isRight ? json(200, {}) : json(400, { error: 'no' })),
      '/leaks': () =>
        json(
          isRight ? 200 : 400,
          isRight
            ? {}
            : { error: `Error: ${secret}\n    at work (/srv/app/a.js:1:1)\n    at go (/srv/app/b.js:2:2)` },
        ),
      '/things': () => json(201, { id: '7' }),
      '/things/7': () =>
        request.method === 'DELETE' ? response.writeHead(204).end() : json(200, { id: '7' }),
      '/lost': () => json(201, { id: '8' }),
      '/me': () => json(200, {}),
    };
    void buffer(request).then(() => {
      const isOpen = ['/login', '/openapi.json', '/anybody'].includes(pathname);
      if (pathname === '/anybody') json(200, {});
      else if (!isSigned && !isOpen) refuse();
      else (answers[pathname] ?? (() => json(404, { error: 'no' })))();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const object = (properties: object) => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});
const answer = (schema: object) => ({
  description: 'An answer',
  content: { 'application/json': { schema } },
});
const refusals = {
  400: answer(object({ error: { type: 'string' } })),
  401: answer(object({ error: { type: 'string' } })),
};
const reading = {
  get: {
    parameters: [
      { name: 'count', in: 'query', required: true, schema: { type: 'integer', minimum: 1, maximum: 9 } },
    ],
    responses: { 200: answer(object({})), ...refusals },
  },
};
const thing = object({ id: { type: 'string' } });
const making = { post: { responses: { 201: answer(thing), ...refusals } } };
const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
const missing = { 404: answer(object({ error: { type: 'string' } })), ...refusals };

/** How it describes itself. */
export const DESCRIPTION = {
  openapi: '3.1.0',
  info: { title: 'Canary', version: '1' },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  security: [{ bearer: [] }],
  paths: {
    '/breaks': reading,
    '/status': reading,
    '/type': reading,
    '/body': reading,
    '/takes': reading,
    '/leaks': reading,
    '/sound': reading,
    '/anybody': { get: { responses: { 200: answer(object({})), ...refusals } } },
    '/things': making,
    '/things/{id}': {
      get: { parameters: id, responses: { 200: answer(thing), ...missing } },
      delete: { parameters: id, responses: { 204: { description: 'Gone' }, ...missing } },
    },
    '/lost': making,
    '/lost/{id}': { get: { parameters: id, responses: { 200: answer(thing), ...missing } } },
  },
};
