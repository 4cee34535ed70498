import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A tiny product for tests: a login form, an account page, a page only reached by a link; safe or full of known defects. */
export interface SampleApp {
  readonly url: string;
  /** Every request that came, `GET /account`. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

export interface SampleAppOptions {
  readonly safe: boolean;
  /** A session ends after this many signed-in answers. */
  readonly sessionAnswers?: number;
  /** Every page links to a further one, without end. */
  readonly endless?: boolean;
}

export const ACCOUNT = { username: 'jo@shop.test', password: 'correct-horse-1' };

const SAFE_HEADERS = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const TRACE = '<pre>Error: x\n    at f (/home/shop/app.js:1:2)\n    at g (/home/shop/app.js:3:4)</pre>';

export async function sampleApp(options: SampleAppOptions): Promise<SampleApp> {
  const seen: string[] = [];
  const state = { answersLeft: options.sessionAnswers ?? Infinity };
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    void answer(request, response, options, state);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: SampleAppOptions,
  state: { answersLeft: number },
): Promise<void> {
  const path = request.url ?? '/';
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (options.safe) for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  else response.setHeader('x-powered-by', 'Sample');
  if (path === '/login') await login(request, response, options);
  else if (path === '/account') account(request, response, options, state);
  else if (path === '/linked') response.end(options.safe ? '<p>Linked</p>' : TRACE);
  else if (path === '/')
    response.end('<a href="/linked">Linked</a><a href="http://127.0.0.1:9/">Elsewhere</a>');
  else if (options.endless === true) setTimeout(() => response.end(`<a href="${path}x">On</a>`), 100);
  else response.writeHead(404).end('<h1>Not found</h1>');
}

async function login(
  request: IncomingMessage,
  response: ServerResponse,
  { safe }: SampleAppOptions,
): Promise<void> {
  if (request.method !== 'POST') {
    response.end(
      '<form method="post"><input type="hidden" name="csrf" value="c1"><input type="password"></form>',
    );
    return;
  }
  const form = new URLSearchParams(await text(request));
  if (form.get('csrf') !== 'c1' || form.get('password') !== ACCOUNT.password) {
    response.writeHead(401).end(safe ? '<p>Wrong</p>' : `<p>Wrong: ${form.get('password') ?? ''}</p>`);
    return;
  }
  response.setHeader('set-cookie', safe ? 'session=s1; HttpOnly; SameSite=Lax' : 'session=s1');
  response.writeHead(303, { location: '/account' }).end();
}

function account(
  request: IncomingMessage,
  response: ServerResponse,
  { safe }: SampleAppOptions,
  state: { answersLeft: number },
): void {
  const signedIn = request.headers.cookie?.includes('session=s1') === true && state.answersLeft-- > 0;
  if (!signedIn) {
    response.writeHead(302, { location: '/login' }).end();
    return;
  }
  if (!safe && request.headers.origin !== undefined) {
    response.setHeader('access-control-allow-origin', request.headers.origin);
    response.setHeader('access-control-allow-credentials', 'true');
  }
  response.end('<h1>Account</h1>');
}
