import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * A small server with each hole that the attacks look for: what does not find it there finds nothing anywhere. It listens on this machine
 * only, reads no file and asks nobody but the canary.
 */
export async function startVulnerable(
  secret: string,
): Promise<{ readonly url: string; readonly server: Server }> {
  const counted = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const given = url.searchParams.get('q') ?? '';
    const json = (status: number, body: unknown, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const holes: Readonly<Record<string, () => unknown>> = {
      '/markup': () =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<p title="${given}">${given}</p>`),
      '/sql': () =>
        given.includes("'")
          ? json(400, { error: `syntax error at or near "${given}"` })
          : json(200, { items: [] }),
      '/template': () => json(200, { said: given.replace('${7*191}', '1337') }),
      '/file': () => json(200, { text: given.includes('etc/passwd') ? 'root:x:0:0:root:/root:/bin/sh' : '' }),
      '/redirect': () =>
        response.writeHead(303, { location: /^[\x20-\x7e]+$/.test(given) ? given : '/' }).end(),
      '/header': () => {
        const injected = /[\r\n]+(x-injected): (\d)/.exec(given);
        json(200, {}, injected === null ? {} : { [injected[1] ?? '']: injected[2] ?? '' });
      },
      '/outside': () => {
        if (URL.canParse(given) && given.startsWith('http://127.0.0.1'))
          void fetch(given, { redirect: 'manual' }).catch(() => undefined);
        json(200, {});
      },
      '/names': () => json(200, {}),
      '/crash': () => (given.includes('\u0000') ? json(500, {}) : json(200, {})),
      '/leak': () =>
        json(400, given.includes("'") ? { error: `    at work (/srv/app/index.ts:1:1) ${secret}` } : {}),
    };
    if (url.pathname === '/form') json(request.method === 'POST' ? 200 : 405, {});
    else if (url.pathname === '/limits') {
      const who = String(request.headers['x-forwarded-for'] ?? 'nobody');
      counted.set(who, (counted.get(who) ?? 100) - 1);
      json(200, {}, { 'x-ratelimit-remaining': String(counted.get(who)) });
    } else (holes[url.pathname] ?? (() => json(404, {})))();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const READING = ['markup', 'sql', 'template', 'file', 'redirect', 'header', 'outside', 'crash', 'leak'];
const text = { type: 'string' };
const named = { type: 'object', properties: { name: text }, required: ['name'] };

/** How it describes itself. */
export const VULNERABLE = {
  paths: {
    ...Object.fromEntries(
      READING.map((hole) => {
        const parameters = [{ name: 'q', in: 'query', schema: text }];
        return [`/${hole}`, { get: { parameters, responses: { 200: {}, 303: {}, 400: {} } } }] as const;
      }),
    ),
    '/names': {
      post: {
        requestBody: { content: { 'application/json': { schema: named } } },
        responses: { 200: {}, 400: {} },
      },
    },
  },
};
