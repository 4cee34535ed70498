import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the web asked. */
export interface Asked {
  /** `GET /workflows?limit=20` */
  readonly what: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: string;
}
type Answering = (response: ServerResponse) => void;

/** An API that tells what a test invents, and nothing else: whatever else is asked is not there. */
export interface InventedApi {
  readonly url: string;
  readonly asked: Asked[];
  /** From now on, to exactly that question. */
  tell(what: string, told: Told | Answering): void;
  /** Forgets what it was told, and what it was asked. */
  forget(): void;
  stop(): Promise<void>;
}

export async function inventApi(): Promise<InventedApi> {
  const answers = new Map<string, Told | Answering>();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const what = `${request.method ?? ''} ${request.url ?? ''}`;
      asked.push({ what, headers: request.headers, body: Buffer.concat(chunks) });
      const told = answers.get(what) ?? refusal('NOT_FOUND', 404);
      if (typeof told === 'function') told(response);
      else answer(response, told);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    tell: (what, told) => void answers.set(what, told),
    forget: () => {
      answers.clear();
      asked.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, { status = 200, headers = {}, json, text }: Told): void {
  const type = json === undefined ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(json === undefined ? text : JSON.stringify(json));
}

/** In the API's envelope. */
export function refusal(
  code: string,
  status: number,
  { message = 'So says the API.', headers = {} }: { message?: string; headers?: Record<string, string> } = {},
): Told {
  return { status, headers, json: { error: { code, message, requestId: 'of-the-api' } } };
}
