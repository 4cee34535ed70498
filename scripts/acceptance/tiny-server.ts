import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `well`, or its API answers 500, or its API never answers. Its front page always works: the target counts as up. */
export type Behaviour = 'well' | 'broken' | 'hanging';

/** A product of two pages on a free loopback port. */
export interface TinyServer {
  readonly url: string;
  behaviour: Behaviour;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const PAGE = `<!doctype html><html lang="en"><title>Tiny</title><h1>Hello</h1>
<form action="/api/hello"><label>Password <input id="password" name="password"></label><output id="echo"></output></form></html>`;

export async function startTinyServer(): Promise<TinyServer> {
  const state: { behaviour: Behaviour; asked: string[] } = { behaviour: 'well', asked: [] };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    state.asked.push(path);
    if (path.startsWith('/api/')) answerApi(response, state.behaviour);
    else response.setHeader('content-type', 'text/html').end(PAGE);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function answerApi(response: ServerResponse, behaviour: Behaviour): void {
  if (behaviour === 'hanging') return;
  response.statusCode = behaviour === 'broken' ? 500 : 200;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ hello: behaviour === 'broken' ? 'oops' : 'world' }));
}

/** A loopback URL that nobody listens on. */
export async function closedUrl(): Promise<string> {
  const server = await startTinyServer();
  await server.close();
  return server.url;
}
