import http from 'k6/http';
import { setupTags } from '../../scenarios/flows/tags.ts';
import { type Account, account, apiUrl, webUrl } from '../../scenarios/flows/target.ts';

/** What the calls need: signed in once, for passwords are hashed slowly on purpose and no load should measure that. */
export interface Visit {
  readonly user: string;
  readonly admin: string;
  /** The web's session cookie. */
  readonly session: string;
  readonly workflow: string;
  readonly run: string;
  readonly alert: string;
  readonly upload: string;
  readonly document: string;
}

const tags = setupTags('setup', 'visit');
const json = { 'content-type': 'application/json' };

export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

export function beginVisit(): Visit {
  const user = signIn(account('USER'));
  const headers = { ...json, ...bearer(user), 'idempotency-key': `visit-${Date.now()}` };
  const created = http.post(`${apiUrl}/workflows`, JSON.stringify({ name: 'Under load' }), { headers, tags });
  const workflow = created.json('id') as string;
  const queued = http.post(`${apiUrl}/workflows/${workflow}/runs`, null, { headers: bearer(user), tags });
  const alerts = http.get(`${apiUrl}/alerts?status=open`, { headers: bearer(user), tags });
  const documents = http.get(`${apiUrl}/documents`, { headers: bearer(user), tags });
  const file = { ...bearer(user), 'content-type': 'text/plain', 'idempotency-key': `file-${Date.now()}` };
  const upload = http.post(`${apiUrl}/uploads?name=visit.txt`, 'Under load\n', { headers: file, tags });
  return {
    user,
    admin: signIn(account('ADMIN')),
    session: openSession(account('USER')),
    workflow,
    run: queued.json('id') as string,
    alert: alerts.json('items.0.id') as string,
    upload: upload.json('id') as string,
    document: documents.json('items.0.id') as string,
  };
}

export function endVisit({ user, admin }: Visit): void {
  for (const token of [user, admin]) {
    http.post(`${apiUrl}/auth/logout`, null, { headers: bearer(token), tags });
  }
}

function signIn(who: Account): string {
  const response = http.post(`${apiUrl}/auth/login`, JSON.stringify(who), { headers: json, tags });
  if (response.status !== 200)
    throw new Error(`cannot sign in as ${who.email}: the API answered ${response.status}`);
  const refreshToken = response.json('refreshToken') as string;
  const renewed = http.post(`${apiUrl}/auth/refresh`, JSON.stringify({ refreshToken }), {
    headers: json,
    tags,
  });
  if (renewed.status !== 200)
    throw new Error(`the session of ${who.email} is not renewed: the API answered ${renewed.status}`);
  return renewed.json('token') as string;
}

function openSession(who: Account): string {
  const response = http.post(`${webUrl}/login`, { ...who }, { redirects: 0, tags });
  const session = response.cookies['session']?.[0]?.value;
  if (session === undefined)
    throw new Error(`no session for ${who.email}: the web answered ${response.status}`);
  return session;
}
