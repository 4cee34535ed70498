import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Link } from '../../kernel/target.ts';

interface SmallToxic {
  readonly name: string;
  readonly type: string;
  readonly attributes: { readonly latency?: number };
}

/** A link of a few lines in this process: the part of Toxiproxy's API that faults use, before an upstream that speaks Redis. */
export interface SmallLink extends AsyncDisposable {
  readonly link: Link;
  /** Change them to do something behind an experiment's back. */
  readonly toxics: Map<string, SmallToxic>;
  /** Keeps every new toxic on its way for as long as this is not settled. */
  gate: Promise<unknown>;
  /** How many toxics have been sent, landed or not. */
  sent: number;
  /** Of the target: it goes through the link, too. */
  readonly user: Socket;
  /** True while a request of a real client would be answered. */
  answers(): boolean;
}

export async function smallLink(): Promise<SmallLink> {
  const sockets = new Set<Socket>();
  const upstream = createTcpServer((socket) => serve(socket, small.toxics, sockets));
  const control = createHttpServer((request, response) => {
    void route(request, small).then(({ status, body }) =>
      response.writeHead(status).end(JSON.stringify(body)),
    );
  });
  const [listen, api] = await Promise.all([portOf(upstream), portOf(control)]);
  const user = new Socket().on('error', () => undefined);
  const small: SmallLink = {
    link: {
      proxy: 'small',
      control: `http://127.0.0.1:${api}`,
      listen: `127.0.0.1:${listen}`,
      protocol: 'redis',
    },
    toxics: new Map(),
    gate: Promise.resolve(),
    sent: 0,
    answers: () => !isDark(small.toxics),
    user,
    [Symbol.asyncDispose]: async () => {
      user.destroy();
      for (const socket of sockets) socket.destroy();
      control.closeAllConnections();
      upstream.close();
      control.close();
      await Promise.all([once(upstream, 'close'), once(control, 'close')]);
    },
  };
  // As the pool of a target does.
  await once(user.connect(listen, '127.0.0.1'), 'connect');
  return small;
}

async function portOf(server: ReturnType<typeof createTcpServer> | Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function serve(socket: Socket, toxics: ReadonlyMap<string, SmallToxic>, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  socket.on('data', () => void answer(socket, toxics));
}

async function answer(socket: Socket, toxics: ReadonlyMap<string, SmallToxic>): Promise<void> {
  if (isDark(toxics)) return;
  const delayMs = [...toxics.values()].reduce((sum, toxic) => sum + (toxic.attributes.latency ?? 0), 0);
  await sleep(delayMs);
  if (!socket.destroyed) socket.write('+PONG\r\n');
}

function isDark(toxics: ReadonlyMap<string, SmallToxic>): boolean {
  return [...toxics.values()].some(({ type }) => type === 'timeout');
}

async function route(request: IncomingMessage, small: SmallLink) {
  const [, , proxy, , toxic] = (request.url ?? '').split('/');
  if (proxy !== 'small') return { status: 404, body: { error: 'proxy not found' } };
  if (request.method === 'POST') return add((await json(request)) as SmallToxic, small);
  if (request.method === 'DELETE') return { status: small.toxics.delete(toxic ?? '') ? 204 : 404, body: {} };
  return { status: 200, body: { name: proxy, enabled: true, toxics: [...small.toxics.values()] } };
}

async function add(toxic: SmallToxic, small: SmallLink) {
  small.sent += 1;
  await small.gate;
  if (small.toxics.has(toxic.name)) return { status: 409, body: { error: 'toxic already exists' } };
  small.toxics.set(toxic.name, toxic);
  return { status: 200, body: toxic };
}
