import type { Account, Binding } from '../../../fixtures/bindings/target.ts';
import { send } from './exchange.ts';

/** Sessions are counted: nobody asks more with one than limits let through. */
const PER_SESSION = { api: 500, web: 120 };
/** Addresses of this machine that we ask from: limits count by them. */
export const [FROM, FROM_WEB, FROM_LIMITS] = ['127.0.7.1', '127.0.7.2', '127.0.7.3'];

/** Of each account what the next request is to carry. */
export interface Sessions {
  readonly tokens: Readonly<Record<'user' | 'admin', () => Promise<string>>>;
  readonly cookies: Readonly<Record<'user' | 'admin', () => Promise<string>>>;
}

export function sessionsOf({ apiUrl, webUrl, accounts: { user, admin } }: Binding): Sessions {
  const token = (account: Account) => renewing(() => logIn(apiUrl, account), PER_SESSION.api);
  const cookie = (account: Account) => renewing(() => visit(webUrl, account), PER_SESSION.web);
  return {
    tokens: { user: token(user), admin: token(admin) },
    cookies: { user: cookie(user), admin: cookie(admin) },
  };
}

async function logIn(apiUrl: string, { username, password }: Account): Promise<string> {
  const body = JSON.stringify({ email: username, password });
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await send(apiUrl, { method: 'POST', path: '/auth/login', headers, body }, FROM);
  if (status !== 200) throw new Error(`POST /auth/login answered ${status}`);
  return (JSON.parse(text) as { token: string }).token;
}

async function visit(webUrl: string, { username, password }: Account): Promise<string> {
  const body = new URLSearchParams({ email: username, password }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: webUrl };
  const { status, headers: told } = await send(
    webUrl,
    { method: 'POST', path: '/login', headers, body },
    FROM_WEB,
  );
  if (status !== 303) throw new Error(`POST /login answered ${status}`);
  return (told['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}

/** A credential of that account, and another one before its session has asked too much. */
function renewing(get: () => Promise<string>, most: number): () => Promise<string> {
  let uses = 0;
  let current: Promise<string> | undefined;
  return () => {
    if (current === undefined || uses >= most) [current, uses] = [get(), 0];
    uses += 1;
    return current;
  };
}
