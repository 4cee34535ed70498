/**
 * Looks at a deployment and changes nothing: it signs in as a user, which is a session and no more, asks only what a user or a
 * scraper may ask, and signs out.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { io } from 'socket.io-client';
import { binding } from '../../../fixtures/bindings/target.ts';
import { isElsewhere, tlsOf, tlsProblems } from './tls.ts';

const { apiUrl, accounts, frontEnds, metrics, tls } = binding();
const { username, password } = accounts.user;
const TIMEOUT_MS = 10_000;

/** Follows no redirect. */
const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), ...init });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Never none: a test would look at nothing, and pass. */
function everyFrontEnd() {
  expect(frontEnds, 'front ends of this environment').not.toEqual([]);
  return frontEnds;
}

/** By role of the front end. */
const cookies = new Map<string, string>();
/** A session each. */
const signOuts: (() => Promise<void>)[] = [];
let signingIn: Promise<string> | undefined;

/** Once, in the first test that needs it: where nobody is let in, those tests fail, and the others still say what is broken. */
function signedIn(): Promise<string> {
  signingIn ??= signIn();
  return signingIn;
}

async function signIn(): Promise<string> {
  const login = await ask(`${apiUrl}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: username, password }),
  });
  expect(login.status, 'POST /auth/login').toBe(200);
  const { token } = (await login.json()) as { token: string };
  signOuts.push(async () => {
    const { status } = await ask(`${apiUrl}/auth/logout`, { method: 'POST', headers: bearer(token) });
    expect(status, 'POST /auth/logout').toBe(204);
  });
  for (const { role, url } of frontEnds) {
    const body = new URLSearchParams({ email: username, password });
    const answer = await ask(`${url}/login`, { method: 'POST', body, headers: { origin: url } });
    expect(answer.status, `${role}: POST /login`).toBe(303);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    cookies.set(role, cookie);
    signOuts.push(async () => {
      const { status } = await ask(`${url}/logout`, { method: 'POST', headers: { origin: url, cookie } });
      expect(status, `${role}: POST /logout`).toBe(303);
    });
  }
  return token;
}

/** Each, whatever becomes of the others: one that is left is a change, and told. */
afterAll(async () => {
  for (const ended of await Promise.allSettled(signOuts.map((signOut) => signOut())))
    if (ended.status === 'rejected') throw ended.reason;
});

async function checksOf(url: string): Promise<Readonly<Record<string, string>>> {
  const answer = await ask(`${url}/api/health`);
  // A gateway's or another product's page is told by what it is, not by how it fails to parse.
  expect(answer.headers.get('content-type'), `${url}/api/health, which answered ${answer.status}`).toMatch(
    /^application\/json/,
  );
  const { checks } = (await answer.json()) as { checks: Record<string, { status: string }> };
  return Object.fromEntries(Object.entries(checks).map(([name, { status }]) => [name, status]));
}

describe('every part is healthy', () => {
  test('the API, and what it depends on @REL-01/api @REL-01/database @REL-01/redis @REL-01/store', async () => {
    const checks = await checksOf(apiUrl);
    expect(checks, `${apiUrl}/api/health`).toMatchObject({ postgres: 'ok', redis: 'ok', storage: 'ok' });
    expect(
      Object.values(checks).every((status) => status === 'ok'),
      JSON.stringify(checks),
    ).toBe(true);
  });

  test('each front end, and its way to the API @REL-01/web', async () => {
    for (const { url } of everyFrontEnd())
      expect(await checksOf(url), `${url}/api/health`).toEqual({ api: 'ok' });
  });

  test('each part that is scraped, the worker too', async () => {
    expect(metrics.map(({ part }) => part)).toContain('worker');
    for (const { part, url, token: scraper } of metrics) {
      const answer = await ask(url, scraper === undefined ? {} : { headers: bearer(scraper) });
      expect(answer.status, `${part}: GET ${url}`).toBe(200);
      expect(await answer.text(), `${part}: its metrics`).toMatch(/^process_cpu_seconds_total/m);
    }
  });
});

test('no migration is pending @REL-04/sql', async () => {
  // Of a database that does not answer nothing is known, whatever was known before.
  expect(await checksOf(apiUrl), `${apiUrl}/api/health`).toMatchObject({ postgres: 'ok', migrations: 'ok' });
});

test('every page of every front end opens', async () => {
  await signedIn();
  for (const { role, url, pages, signedInPages } of everyFrontEnd()) {
    expect([...pages, ...signedInPages], `pages of ${role}`).not.toEqual([]);
    for (const [path, headers] of [
      ...pages.map((path) => [path, {}] as const),
      ...signedInPages.map((path) => [path, { cookie: cookies.get(role) ?? '' }] as const),
    ]) {
      const answer = await ask(`${url}${path}`, { headers });
      expect(answer.status, `${role}: GET ${path}`).toBe(200);
      expect(answer.headers.get('content-type'), `${role}: GET ${path}`).toMatch(/^text\/html/);
      expect(await answer.text(), `${role}: GET ${path}`).toMatch(/<h1[\s>]/);
    }
  }
});

const elsewhere = [apiUrl, ...frontEnds.map(({ url }) => url)].filter(isElsewhere);
test.skipIf(tls === undefined || elsewhere.length === 0)('TLS is as the environment expects it', async () => {
  const { minVersion, validDays } = tls ?? { minVersion: '', validDays: 0 };
  for (const url of elsewhere)
    expect(tlsProblems(await tlsOf(url, minVersion), { minVersion, validDays }, new Date()), url).toEqual([]);
});

describe('live channels open', () => {
  test('server-sent events, at the API and through each front end', async () => {
    for (const [url, headers] of [
      [apiUrl, bearer(await signedIn())],
      ...everyFrontEnd().map(({ role, url }) => [url, { cookie: cookies.get(role) ?? '' }] as const),
    ] as const) {
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const answer = await ask(`${url}/events`, {
        headers: { accept: 'text/event-stream', ...headers },
        signal,
      });
      stop.abort();
      expect(answer.status, `GET ${url}/events`).toBe(200);
      expect(answer.headers.get('content-type'), `GET ${url}/events`).toMatch(/^text\/event-stream/);
    }
  });

  test('a WebSocket, and it refuses who is not signed in', async () => {
    expect(await shakeHands(await signedIn())).toBe('connected');
    expect(await shakeHands('no-token')).toBe('UNAUTHENTICATED');
  });
});

/** `connected`, or the words with which it was refused. */
function shakeHands(auth: string): Promise<string> {
  const socket = io(apiUrl, {
    auth: { token: auth },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: TIMEOUT_MS,
  });
  return new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', ({ message }) => resolve(message));
  }).finally(() => socket.disconnect());
}
