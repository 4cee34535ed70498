import { createRequire } from 'node:module';
import type * as setCookieParser from 'set-cookie-parser';
import { type Exchange, type HeaderLine, valuesOf } from './exchange.ts';

/** Rules are loaded by every run, and this by those that look at a cookie. */
const load = createRequire(import.meta.url);

/** A cookie that an answer sets. */
export interface SetCookie {
  /** How it is called: never its value, which stands alone where a cookie has no name. */
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** As it was sent; undefined where nothing was said. */
  readonly sameSite: string | undefined;
  /** Identifies a session or carries a credential, by its name. */
  readonly isSession: boolean;
}

const SESSION = /sess|auth|token|jwt|^sid$|\.sid$|-sid$|_sid$|^connect|login|remember/i;
// Read by scripts by design: the page echoes it in a header.
const FOR_SCRIPTS = /csrf|xsrf/i;

/** Names a session or carries a credential. */
export function isSessionName(name: string): boolean {
  return SESSION.test(name) && !FOR_SCRIPTS.test(name);
}

/** The cookies that an answer sets; those that it deletes are none. */
export function cookiesSet(exchange: Exchange): readonly SetCookie[] {
  return setCookiesIn(exchange.responseHeaders)
    .filter((cookie) => !isDeletion(cookie))
    .map(({ name, secure, httpOnly, sameSite }) => ({
      name: name === '' ? '(without a name)' : name,
      secure: secure === true,
      httpOnly: httpOnly === true,
      sameSite,
      isSession: isSessionName(name),
    }));
}

/** Each `Set-Cookie` as a browser reads it, values as they were sent. */
export function setCookiesIn(headers: readonly HeaderLine[]): readonly setCookieParser.Cookie[] {
  const { parseSetCookie } = load('set-cookie-parser') as typeof setCookieParser;
  return parseSetCookie([...valuesOf(headers, 'set-cookie')], { decodeValues: false, silent: true });
}

/** A cookie whose purpose is to be read by the page's own script. */
export function isForScripts({ name }: SetCookie): boolean {
  return FOR_SCRIPTS.test(name);
}

function isDeletion({ maxAge, expires }: setCookieParser.Cookie): boolean {
  if (maxAge !== undefined) return maxAge <= 0;
  // The usual ways to delete a cookie name a moment in 1970; comparing with the clock would make the rule impure.
  return expires !== undefined && expires.getTime() < Date.UTC(2000, 0, 1);
}
