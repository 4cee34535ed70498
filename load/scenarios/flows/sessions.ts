import { check, sleep } from 'k6';
import exec from 'k6/execution';
import http, { type Response } from 'k6/http';
import { setupTags } from './tags.ts';
import { type Account, account, apiUrl, webUrl } from './target.ts';

/** One person who is signed in, to the API and in a browser. */
export interface Session {
  readonly token: string;
  /** The web's session cookie. */
  readonly cookie: string;
  /** Ms since the epoch. */
  readonly openedAt: number;
}
export type Sessions = readonly Session[];

/**
 * How many people share the load: a client may send 1000 requests in 10 s, so one session is good for 100 a second. Set
 * SESSIONS for more than 400 requests a second.
 */
const COUNT = Number(__ENV['SESSIONS'] ?? 4);
const tags = setupTags('auth', 'sign in');

/** Signs in before the load begins: passwords are hashed slowly on purpose, and no load should measure that. */
export function openSessions(): Sessions {
  return Array.from({ length: COUNT }, () => signIn(account('USER')));
}

/** A token is good for an hour. VUs sign in again at different times, so that they do not come all at once. */
const RENEW_AFTER_MS = 30 * 60_000;
const RENEW_SPREAD_MS = 15 * 60_000;
/** After a renewal that failed. The old token is good for as long. */
const AGAIN_AFTER_MS = 60_000;
/** This VU's own, once the common ones are old. */
let renewed: Session | undefined;
let failedAt = 0;

/** The person of this iteration. A session that cannot be renewed under load is a failed check, and is used on. */
export function sessionOf(sessions: Sessions): Session {
  const session = renewed ?? sessions[exec.scenario.iterationInTest % sessions.length];
  if (session === undefined) throw new Error('nobody is signed in: SESSIONS must be at least 1');
  const goodForMs = RENEW_AFTER_MS + ((exec.vu.idInTest % 100) / 100) * RENEW_SPREAD_MS;
  const now = Date.now();
  if (now - session.openedAt < goodForMs || now - failedAt < AGAIN_AFTER_MS) return session;
  const answer = trySignIn(account('USER'));
  const isRenewed = typeof answer !== 'string';
  check(answer, { 'a session is renewed under load': () => isRenewed }, tags);
  if (isRenewed) renewed = answer;
  else console.warn(answer);
  failedAt = isRenewed ? 0 : now;
  return renewed ?? session;
}

/** Throws when it is refused: without anybody there is no load. */
export function signIn(who: Account): Session {
  const answer = trySignIn(who);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

/** The sentence instead, where it is refused. */
function trySignIn(who: Account): Session | string {
  const headers = { 'content-type': 'application/json' };
  const login = patiently(() => http.post(`${apiUrl}/auth/login`, JSON.stringify(who), { headers, tags }));
  // A jar of its own: the one before would send its cookie, and be counted for it.
  const jar = new http.CookieJar();
  const page = patiently(() => http.post(`${webUrl}/login`, { ...who }, { redirects: 0, jar, tags }));
  const cookie = page.cookies['session']?.[0]?.value;
  if (login.status !== 200 || cookie === undefined)
    return `cannot sign in as ${who.email}: the API answered ${login.status}, the web ${page.status}`;
  return { token: login.json('token') as string, cookie, openedAt: Date.now() };
}

/** Asks once more when it came too early, after the time that it was told. */
function patiently(ask: () => Response): Response {
  const answer = ask();
  if (answer.status !== 429) return answer;
  sleep(Number(answer.headers['Retry-After'] ?? 1));
  return ask();
}
