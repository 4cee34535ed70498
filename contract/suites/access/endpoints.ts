import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, signIn } from '../shared/client.ts';
import { statusOfStream } from '../shared/event-stream.ts';
import type { Things } from './things.ts';

/** Who asks. The stranger is an admin of another tenant: whatever is refused to them is refused for the tenant's sake. */
export type Asker = 'anonymous' | 'user' | 'admin' | 'stranger';

export interface Endpoint {
  /** `GET /workflows/:id`. */
  readonly name: string;
  readonly expected: Readonly<Record<Asker, number>>;
  /** Asks it, as anybody. */
  readonly ask: (client: Client, things: Things) => Promise<{ readonly status: number }>;
}

const everybody = (status: number) => ({ anonymous: status, user: status, admin: status, stranger: status });
const signedIn = (status: number) => ({ ...everybody(status), anonymous: 401 });
const admins = (status: number) => ({ ...signedIn(status), user: 403 });
/** What belongs to the tenant is not there for others. */
const own = (status: number) => ({ ...signedIn(status), stranger: 404 });

type Rows = Readonly<Record<string, Endpoint['ask']>>;
const rows = (expected: Endpoint['expected'], asks: Rows): Endpoint[] =>
  Object.entries(asks).map(([name, ask]) => ({ name, expected, ask }));

const get =
  (path: string | ((things: Things) => string)): Endpoint['ask'] =>
  (client, things) =>
    client.get(typeof path === 'string' ? path : path(things));

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const EVENT = () => ({
  id: crypto.randomUUID(),
  type: 'page.viewed',
  at: new Date().toISOString(),
  data: {},
});
const SAMPLE = () => ({ name: 'access', value: 1, unit: 'ms', at: new Date().toISOString() });
const FILE = { body: 'access\n', headers: { 'content-type': 'text/plain' } };
const withKey = () => ({ 'idempotency-key': crypto.randomUUID() });

/** A session of the same person's that may end. */
async function again(client: Client): Promise<Client> {
  if (client.token === undefined) return client;
  const { accounts, neighbour } = binding();
  const { email } = (await client.get('/me')).body as { readonly email: string };
  const known = [accounts, neighbour?.accounts].flatMap((two) => (two ? [two.user, two.admin] : []));
  const account = known.find(({ username }) => username === email);
  return account === undefined ? client : signIn(client.url, account);
}

/** Every endpoint of the API, and what each asker gets. */
export const endpoints: readonly Endpoint[] = [
  ...rows(everybody(200), {
    'GET /api/health/live': get('/api/health/live'),
    'GET /api/health': get('/api/health'),
    'GET /openapi.json': get('/openapi.json'),
  }),
  ...rows(everybody(401), {
    'POST /auth/login with a wrong password': (client) =>
      client.post('/auth/login', { email: `nobody-${crypto.randomUUID()}@example.test`, password: 'x' }),
    'POST /auth/refresh with an unknown token': (client) =>
      client.post('/auth/refresh', { refreshToken: crypto.randomUUID().repeat(2) }),
  }),
  ...rows(everybody(404), { 'GET /no-such-route': get('/no-such-route') }),
  ...rows(signedIn(200), {
    'GET /me': get('/me'),
    'GET /workflows': get('/workflows'),
    'GET /runs/latest': get('/runs/latest'),
    'GET /metrics/baseline': get('/metrics/baseline'),
    'GET /alerts': get('/alerts'),
    'GET /uploads': get('/uploads'),
    'GET /documents': get('/documents'),
    'GET /search': get('/search?q=backup'),
    'GET /notifications': get('/notifications'),
    'GET /meta-events': get('/meta-events'),
    'GET /metrics/ingested': get('/metrics/ingested'),
    'GET /events': (client) => statusOfStream(client),
    'POST /notifications/read-all': (client) => client.post('/notifications/read-all'),
    'PATCH /me': async (client) => {
      const { name = 'Access' } = (await client.get('/me')).body as { readonly name?: string };
      return client.patch('/me', { name });
    },
  }),
  ...rows(signedIn(204), {
    'POST /auth/logout': async (client) => (await again(client)).post('/auth/logout'),
  }),
  ...rows(signedIn(201), {
    'POST /workflows': (client) => client.create('/workflows', { name: 'Access' }),
    'POST /documents': (client) => client.create('/documents', { title: 'Access', body: 'Who may.' }),
    'POST /uploads': (client) =>
      client.ask('POST', '/uploads?name=access.txt', { ...FILE, headers: { ...FILE.headers, ...withKey() } }),
  }),
  ...rows(signedIn(202), {
    'POST /meta-events': (client) => client.post('/meta-events', { events: [EVENT()] }),
    'POST /metrics/ingest': (client) =>
      client.post('/metrics/ingest', { source: 'access', samples: [SAMPLE()] }),
  }),
  ...rows(admins(200), {
    'GET /admin/overview': get('/admin/overview'),
    'GET /admin/audit': get('/admin/audit'),
    'GET /metrics': get('/metrics'),
    'GET /metrics/workers': get('/metrics/workers'),
    'GET /webhooks': get('/webhooks'),
  }),
  ...rows(admins(400), {
    'POST /webhooks without a url': (client) => client.create('/webhooks', { events: ['run.failed'] }),
  }),
  ...rows(admins(404), {
    'DELETE /webhooks/:id': (client) => client.delete(`/webhooks/${NOWHERE}`),
    'GET /webhooks/:id/deliveries': get(`/webhooks/${NOWHERE}/deliveries`),
    'POST /webhooks/:id/deliveries/:deliveryId/redrive': (client) =>
      client.post(`/webhooks/${NOWHERE}/deliveries/${NOWHERE}/redrive`),
  }),
  ...rows(own(200), {
    'GET /workflows/:id': get(({ workflow }) => `/workflows/${workflow}`),
    'GET /workflows/:id/runs': get(({ workflow }) => `/workflows/${workflow}/runs`),
    'GET /workflows/:id/runs/:runId': get(({ workflow, run }) => `/workflows/${workflow}/runs/${run}`),
    'PUT /workflows/:id': (client, { workflow }) =>
      client.put(`/workflows/${workflow}`, { name: 'Access', steps: ['collect'] }),
    'GET /uploads/:id': get(({ upload }) => `/uploads/${upload}`),
    'GET /uploads/:id/content': get(({ upload }) => `/uploads/${upload}/content`),
    'GET /documents/:id': get(({ document }) => `/documents/${document}`),
    'POST /alerts/:id/acknowledge': (client, { alert }) => client.post(`/alerts/${alert}/acknowledge`),
    'POST /alerts/:id/resolve': (client, { alert }) => client.post(`/alerts/${alert}/resolve`),
  }),
  ...rows(own(201), {
    'POST /uploads/:id/link': (client, { upload }) => client.post(`/uploads/${upload}/link`),
  }),
  ...rows(own(202), {
    'POST /workflows/:id/runs': (client, { workflow }) => client.post(`/workflows/${workflow}/runs`),
  }),
  ...rows(own(409), {
    'POST /workflows/:id/runs/:runId/cancel': (client, { workflow, run }) =>
      client.post(`/workflows/${workflow}/runs/${run}/cancel`),
  }),
  ...rows(own(204), {
    'DELETE /workflows/:id': async (client, { fresh }) =>
      client.delete(`/workflows/${await fresh.workflow()}`),
    'DELETE /documents/:id': async (client, { fresh }) =>
      client.delete(`/documents/${await fresh.document()}`),
    'DELETE /uploads/:id': async (client, { fresh }) => client.delete(`/uploads/${await fresh.upload()}`),
  }),
  ...rows(
    // A notification is its person's own: the admin of the same tenant is a stranger to it.
    { anonymous: 401, user: 200, admin: 404, stranger: 404 },
    {
      'POST /notifications/:id/read': (client, { notification }) =>
        client.post(`/notifications/${notification}/read`),
    },
  ),
];
