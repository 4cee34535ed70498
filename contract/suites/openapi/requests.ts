import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectBody, signIn } from '../shared/client.ts';
import { createWorkflow } from '../shared/runs.ts';
import { alerts, login, newWebhook, notifications } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

/** Who asks, and one of each thing that can be asked for. */
export interface World {
  readonly user: Client;
  readonly admin: Client;
  readonly account: Account;
  readonly ids: Readonly<
    Record<'workflow' | 'run' | 'alert' | 'notification' | 'upload' | 'document', string>
  >;
  /** Where webhooks may go; undefined where nothing takes them. */
  readonly webhooksUrl: string | undefined;
}

/** A valid request, the status that it has, and who asks: the user unless told. */
export interface Request {
  readonly status: number;
  readonly by?: 'admin' | 'nobody';
  /** Whether it needs somewhere to send webhooks to. */
  readonly webhooks?: true;
  readonly ask: (client: Client, world: World) => Promise<Answer>;
}

const made = z.looseObject({ id: z.uuid() });
const running = z.looseObject({ id: z.uuid(), status: z.string() });
const idOf = async (answer: Promise<Answer>) => expectBody(await answer, 201, made).id;
const document = (client: Client) =>
  client.create('/documents', { title: 'Described', body: 'As documented.' });
const upload = (client: Client) =>
  client.ask('POST', '/uploads?name=described.txt', {
    body: 'As documented.\n',
    headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
  });
const webhook = (client: Client, { webhooksUrl }: World) =>
  client.create('/webhooks', { url: `${webhooksUrl ?? ''}/hooks/openapi`, events: ['run.failed'] });
const webhookId = async (client: Client, world: World) =>
  expectBody(await webhook(client, world), 201, newWebhook).id;
const signInAgain = async (client: Client, { username, password }: Account) => {
  const answer = await clientOf(client.url).post('/auth/login', { email: username, password });
  return expectBody(answer, 200, login);
};

/** Asks for no more than it needs: whether answers are as described is what the tests are there for. */
async function failedRun(user: Client, workflow: string): Promise<string> {
  const { id } = expectBody(await user.post(`/workflows/${workflow}/runs`), 202, running);
  const look = async () => expectBody(await user.get(`/workflows/${workflow}/runs/${id}`), 200, running);
  await until(`run ${id} has failed`, look, ({ status }) => status === 'failed');
  return id;
}

/** Makes what the requests ask for: a workflow that failed, with its alert and notification, a file and a document. */
export async function makeWorld(
  user: Client,
  admin: Client,
  account: Account,
  webhooksUrl: string | undefined,
): Promise<World> {
  const name = `Described ${randomUUID().slice(0, 8)}`;
  const { id: workflow } = await createWorkflow(user, name, ['fail']);
  const run = await failedRun(user, workflow);
  const [file, text] = [await idOf(upload(user)), await idOf(document(user))];
  const named = async (path: string, shape: typeof alerts | typeof notifications) => {
    const look = async () =>
      expectBody(await user.get(path), 200, shape).items.find(({ title }) => title.includes(name));
    return (await until(`${path} of "${name}"`, look, (found) => found !== undefined))?.id ?? '';
  };
  const [alert, notification] = [
    await named('/alerts', alerts),
    await named('/notifications', notifications),
  ];
  return {
    user,
    admin,
    account,
    webhooksUrl,
    ids: { workflow, run, alert, notification, upload: file, document: text },
  };
}

const get = (path: string | ((world: World) => string)): Request['ask'] => {
  return (client, world) => client.get(typeof path === 'string' ? path : path(world));
};
const EVENT = () => ({
  id: randomUUID(),
  type: 'feature.used',
  at: new Date().toISOString(),
  data: { name: 'walk' },
});
const SAMPLE = () => ({
  name: 'walk',
  value: 1,
  unit: 'ms',
  at: new Date().toISOString(),
  labels: { suite: 'openapi' },
});
const runOf = ({ ids }: World) => `/workflows/${ids.workflow}/runs/${ids.run}`;

/** Every operation of the API with a valid request: the inventory, no more and no less than is documented. */
export const requests: Readonly<Record<string, Request>> = {
  'POST /auth/login': {
    status: 200,
    by: 'nobody',
    ask: (client, { account: { username, password } }) =>
      client.post('/auth/login', { email: username, password }),
  },
  'POST /auth/refresh': {
    status: 200,
    by: 'nobody',
    ask: async (client, { account }) => {
      const { refreshToken } = await signInAgain(client, account);
      return client.post('/auth/refresh', { refreshToken });
    },
  },
  'POST /auth/logout': {
    status: 204,
    ask: async (client, { account }) => {
      if (client.token === undefined) return client.post('/auth/logout');
      return (await signIn(client.url, account)).post('/auth/logout');
    },
  },
  'GET /me': { status: 200, ask: get('/me') },
  'PATCH /me': { status: 200, ask: (client) => client.patch('/me', { name: 'A user' }) },
  // Before the runs: one that succeeds resolves the alert.
  'GET /alerts': { status: 200, ask: get('/alerts') },
  'POST /alerts/{id}/acknowledge': {
    status: 200,
    ask: (client, { ids }) => client.post(`/alerts/${ids.alert}/acknowledge`),
  },
  'POST /alerts/{id}/resolve': {
    status: 200,
    ask: (client, { ids }) => client.post(`/alerts/${ids.alert}/resolve`),
  },
  'POST /workflows': { status: 201, ask: (client) => client.create('/workflows', { name: 'Described' }) },
  'GET /workflows': { status: 200, ask: get('/workflows?limit=5') },
  'GET /workflows/{id}': { status: 200, ask: get(({ ids }) => `/workflows/${ids.workflow}`) },
  'PUT /workflows/{id}': {
    status: 200,
    ask: (client, { ids }) =>
      client.put(`/workflows/${ids.workflow}`, { name: 'Described', steps: ['collect'] }),
  },
  'DELETE /workflows/{id}': {
    status: 204,
    ask: async (client, { user }) =>
      client.delete(`/workflows/${(await createWorkflow(user, 'Described')).id}`),
  },
  'POST /workflows/{id}/runs': {
    status: 202,
    ask: (client, { ids }) => client.post(`/workflows/${ids.workflow}/runs`),
  },
  'GET /workflows/{id}/runs': { status: 200, ask: get(({ ids }) => `/workflows/${ids.workflow}/runs`) },
  'GET /workflows/{id}/runs/{runId}': { status: 200, ask: get(runOf) },
  'POST /workflows/{id}/runs/{runId}/cancel': {
    status: 409,
    ask: (client, world) => client.post(`${runOf(world)}/cancel`),
  },
  'GET /runs/latest': { status: 200, ask: get('/runs/latest') },
  'GET /metrics/baseline': { status: 200, ask: get('/metrics/baseline') },
  'POST /uploads': { status: 201, ask: upload },
  'GET /uploads': { status: 200, ask: get('/uploads') },
  'GET /uploads/{id}': { status: 200, ask: get(({ ids }) => `/uploads/${ids.upload}`) },
  'DELETE /uploads/{id}': {
    status: 204,
    ask: async (client, { user }) => client.delete(`/uploads/${await idOf(upload(user))}`),
  },
  'GET /uploads/{id}/content': { status: 200, ask: get(({ ids }) => `/uploads/${ids.upload}/content`) },
  'POST /uploads/{id}/link': {
    status: 201,
    ask: (client, { ids }) => client.post(`/uploads/${ids.upload}/link`),
  },
  'POST /documents': { status: 201, ask: document },
  'GET /documents': { status: 200, ask: get('/documents') },
  'GET /documents/{id}': { status: 200, ask: get(({ ids }) => `/documents/${ids.document}`) },
  'DELETE /documents/{id}': {
    status: 204,
    ask: async (client, { user }) => client.delete(`/documents/${await idOf(document(user))}`),
  },
  'GET /search': { status: 200, ask: get('/search?q=backup') },
  'GET /notifications': { status: 200, ask: get('/notifications') },
  'POST /notifications/{id}/read': {
    status: 200,
    ask: (client, { ids }) => client.post(`/notifications/${ids.notification}/read`),
  },
  'POST /notifications/read-all': { status: 200, ask: (client) => client.post('/notifications/read-all') },
  'POST /webhooks': { status: 201, by: 'admin', webhooks: true, ask: webhook },
  'GET /webhooks': { status: 200, by: 'admin', ask: get('/webhooks') },
  'DELETE /webhooks/{id}': {
    status: 204,
    by: 'admin',
    webhooks: true,
    ask: async (client, world) => client.delete(`/webhooks/${await webhookId(world.admin, world)}`),
  },
  'GET /webhooks/{id}/deliveries': {
    status: 200,
    by: 'admin',
    webhooks: true,
    ask: async (client, world) => client.get(`/webhooks/${await webhookId(world.admin, world)}/deliveries`),
  },
  'POST /webhooks/{id}/deliveries/{deliveryId}/redrive': {
    status: 404,
    by: 'admin',
    ask: (client) => client.post(`/webhooks/${randomUUID()}/deliveries/${randomUUID()}/redrive`),
  },
  'POST /meta-events': { status: 202, ask: (client) => client.post('/meta-events', { events: [EVENT()] }) },
  'GET /meta-events': { status: 200, ask: get('/meta-events') },
  'POST /metrics/ingest': {
    status: 202,
    ask: (client) => client.post('/metrics/ingest', { source: 'openapi', samples: [SAMPLE()] }),
  },
  'GET /metrics/ingested': { status: 200, ask: get('/metrics/ingested') },
  'GET /admin/overview': { status: 200, by: 'admin', ask: get('/admin/overview') },
  'GET /admin/audit': { status: 200, by: 'admin', ask: get('/admin/audit') },
  'GET /metrics': { status: 200, by: 'admin', ask: get('/metrics') },
  'GET /metrics/workers': { status: 200, by: 'admin', ask: get('/metrics/workers') },
  'GET /api/health/live': { status: 200, by: 'nobody', ask: get('/api/health/live') },
  'GET /api/health': { status: 200, by: 'nobody', ask: get('/api/health') },
};
