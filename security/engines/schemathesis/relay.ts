import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { messageOf } from '../../../kernel/errors.ts';
import { type Exchange, type HeaderLine, MAX_BODY_CHARS } from '../../rules/exchange.ts';
import { type Answered, linesOf, send } from './send.ts';
import type { Session } from './session.ts';

/** What the tool sends for a credential: it never gets one. */
export const STAND_IN = 'Bearer harness-stand-in';

export interface RelayTo {
  /** The URL role of what is asked. */
  readonly site: string;
  /** Its base URL, without a trailing slash. */
  readonly base: string;
  readonly session: Session | undefined;
  /** What no answer may tell, by what it is called. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** What a tool asked through the relay. */
export interface Relay {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Requests that got no answer, and why. */
  readonly unanswered: readonly string[];
  /** Names of secrets, each with the request whose answer told it. */
  readonly told: ReadonlyMap<string, Exchange>;
  close(): Promise<void>;
}

/**
 * The only way from a tool to what it asks: it leads nowhere else, signs requests in, which the tool cannot, and writes down each
 * exchange, so that what was looked at is not the tool's word. A request that the session's end or its limit refused is asked once more
 * with another session; it had done nothing.
 */
export async function startRelay(to: RelayTo): Promise<Relay> {
  const exchanges: Exchange[] = [];
  const unanswered: string[] = [];
  const told = new Map<string, Exchange>();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [asked, body] = [linesOf(request.rawHeaders), await buffer(request)];
    const { method = '', url: path = '' } = request;
    const answer = await asker(to, { method, path, headers: asked, body });
    const exchange = exchangeOf(to, { method, path, headers: asked, body }, answer);
    exchanges.push(exchange);
    for (const [name, secret] of to.secrets)
      if (!told.has(name) && isToldIn(answer, secret)) told.set(name, exchange);
    const passed = answer.headers.filter(
      ([name]) => !/^(?:connection|transfer-encoding|content-length|keep-alive)$/i.test(name),
    );
    response.writeHead(answer.status, passed.flat()).end(answer.body);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => {
      unanswered.push(`${request.method ?? ''} ${request.url ?? ''}: ${messageOf(error)}`);
      response.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ exchanges, unanswered, told },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
}

async function asker({ base, session, signal }: RelayTo, request: Request): Promise<Answered> {
  const { method, path, headers, body } = request;
  const isSigned = ([name, value]: HeaderLine) =>
    name.toLowerCase() === 'authorization' && value === STAND_IN;
  const ask = (authorization: string | undefined) =>
    send(
      {
        ...{ method, url: `${base}${path}`, body },
        headers: headers.flatMap((line) =>
          !isSigned(line) ? [line] : authorization === undefined ? [] : [[line[0], authorization] as const],
        ),
      },
      signal,
    );
  if (session === undefined || !headers.some(isSigned)) return ask(undefined);
  const authorization = await session.authorization();
  const answer = await ask(authorization);
  const isRefused = answer.status === 401 || answer.status === 429;
  return isRefused && (await session.isOver(authorization)) ? ask(await session.authorization()) : answer;
}

function isToldIn({ headers, body }: Answered, secret: string): boolean {
  return body.includes(secret) || headers.some(([, value]) => value.includes(secret));
}

function exchangeOf(
  { site, base }: RelayTo,
  { method, path, headers, body }: Request,
  answer: Answered,
): Exchange {
  return {
    ...{ site, method, url: `${base}${path}`, status: answer.status },
    requestHeaders: headers,
    requestBody: body.toString().slice(0, MAX_BODY_CHARS),
    responseHeaders: answer.headers,
    responseBody: answer.body.toString().slice(0, MAX_BODY_CHARS),
    authenticated: headers.some(
      ([name, value]) => name.toLowerCase() === 'authorization' && value === STAND_IN,
    ),
    ownOrigins: [new URL(base).origin],
  };
}
