import exec from 'k6/execution';
import http from 'k6/http';
import { type Account, account, apiUrl, webUrl } from './target.ts';

/** One person who is signed in, to the API and in a browser. */
export interface Session {
  readonly token: string;
  /** The web's session cookie. */
  readonly cookie: string;
}
export type Sessions = readonly Session[];

/**
 * How many people share the load: a client may send 1000 requests in 10 s, so one session is good for 100 a second. Set
 * SESSIONS for more than 400 requests a second.
 */
const COUNT = Number(__ENV['SESSIONS'] ?? 4);
const tags = { service: 'setup', module: 'auth', kind: 'setup', name: 'sign in' };

/** Signs in before the load begins: passwords are hashed slowly on purpose, and no load should measure that. */
export function openSessions(): Sessions {
  return Array.from({ length: COUNT }, () => open(account('USER')));
}

/** The person of this iteration. */
export function sessionOf(sessions: Sessions): Session {
  const session = sessions[exec.scenario.iterationInTest % sessions.length];
  if (session === undefined) throw new Error('nobody is signed in: SESSIONS must be at least 1');
  return session;
}

function open(who: Account): Session {
  const headers = { 'content-type': 'application/json' };
  const login = http.post(`${apiUrl}/auth/login`, JSON.stringify(who), { headers, tags });
  const page = http.post(`${webUrl}/login`, { ...who }, { redirects: 0, tags });
  const cookie = page.cookies['session']?.[0]?.value;
  if (login.status !== 200 || cookie === undefined)
    throw new Error(
      `cannot sign in as ${who.email}: the API answered ${login.status}, the web ${page.status}`,
    );
  return { token: login.json('token') as string, cookie };
}
