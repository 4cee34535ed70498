import { type Exchange, valuesOf } from './exchange.ts';

/** A cookie that an answer sets. `attributes` have lower-case names; a flag has an empty value. */
export interface SetCookie {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
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
  return valuesOf(exchange.responseHeaders, 'set-cookie')
    .map(parse)
    .filter((cookie) => cookie.name !== '' && !isDeletion(cookie));
}

/** A cookie whose purpose is to be read by the page's own script. */
export function isForScripts(cookie: SetCookie): boolean {
  return FOR_SCRIPTS.test(cookie.name);
}

function parse(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';');
  const name = pair.split('=')[0]?.trim() ?? '';
  const attributes = new Map(rest.map(attribute));
  return { name, attributes, isSession: isSessionName(name) };
}

function attribute(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name.trim().toLowerCase(), value.join('=').trim()];
}

function isDeletion({ attributes }: SetCookie): boolean {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = Date.parse(attributes.get('expires') ?? '');
  // The usual ways to delete a cookie name a moment in 1970; comparing with the clock would make the rule impure.
  return !Number.isNaN(expires) && expires < Date.UTC(2000, 0, 1);
}
