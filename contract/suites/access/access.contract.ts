import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { auditLine, listOf } from '../shared/shapes.ts';
import { type Asker, type Endpoint, endpoints } from './endpoints.ts';
import { makeThings, type Things } from './things.ts';
import { signInToWeb } from '../shared/web.ts';

const { apiUrl, webUrl, accounts, neighbour, tenant } = binding();
const NO_NEIGHBOUR = 'this target has one tenant only';
const ADMINS_METRICS: Readonly<Record<string, string>> = {
  'GET /metrics': '@SEC-10/metrics',
  'GET /metrics/workers': '@SEC-10/metrics-workers',
};

let askers: Partial<Record<Asker, Client>>;
let things: Things;
let admin: Client;
let user: Client;

beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  const stranger = neighbour && { stranger: await signIn(apiUrl, neighbour.accounts.admin) };
  // The stranger is asked first: what they may not delete must be there for the others.
  askers = { ...stranger, anonymous: clientOf(apiUrl), user, admin };
  things = await makeThings(user);
});

/** What the test of an endpoint shows: of another tenant only where there is one. */
function shown(name: string, { user }: Endpoint['expected']): string {
  const tags = ['@SEC-06/anonymous', '@SEC-06/user', '@SEC-06/admin'];
  if (neighbour !== undefined) tags.push('@SEC-06/other-tenant-admin');
  if (user === 403) tags.push(ADMINS_METRICS[name] ?? '@SEC-10/admin');
  return tags.join(' ');
}

describe('each asker gets what they may of', () => {
  for (const { name, expected, ask } of endpoints)
    test(`${name} ${shown(name, expected)}`, async () => {
      const observed: Record<string, number> = {};
      for (const [asker, client] of Object.entries(askers))
        observed[asker] = (await ask(client, things)).status;
      const wanted = Object.keys(observed).map((asker) => [asker, expected[asker as Asker]]);
      expect(observed, name).toEqual(Object.fromEntries(wanted));
    });
});

describe("another tenant's", () => {
  const lists = [
    ['/workflows?limit=100', 'workflow'],
    ['/uploads?limit=100', 'upload'],
    ['/documents?limit=100', 'document'],
    ['/alerts', 'alert'],
    ['/notifications?limit=100', 'notification'],
    ['/runs/latest', 'run'],
  ] as const;
  test.skipIf(neighbour === undefined)(
    `lists show nothing of ours @SEC-06/lists-tenant`,
    async ({ skip }) => {
      const { stranger } = askers;
      if (stranger === undefined) return skip(NO_NEIGHBOUR);
      for (const [path, thing] of lists) {
        const answer = await stranger.get(path);
        expectStatus(answer, 200);
        expect(answer.bytes.toString(), `GET ${path} as a stranger`).not.toContain(things[thing]);
      }
    },
  );

  test('overview lists its own users only @SEC-06/lists-tenant', async () => {
    const answer = await admin.get('/admin/overview');
    expectStatus(answer, 200);
    const { users } = answer.body as { users: { email: string }[] };
    const others = users.filter(({ email }) => !email.endsWith(`@${tenant}.test`));
    expect(others, `${answer.what}: users of others than ${tenant}`).toEqual([]);
    expect(users.length, 'own users').toBeGreaterThanOrEqual(2);
  });
});

describe('the audit log', () => {
  const audited = async (client: Client) =>
    expectBody(await client.get('/admin/audit?limit=100'), 200, listOf(auditLine));
  const ask = async (client: Client, requestId: string) =>
    client.get('/admin/overview', { 'request-id': requestId });

  test('has one line for each admin request that was let through @SEC-13/reads', async () => {
    const requestId = randomUUID();
    expectStatus(await ask(admin, requestId), 200);
    const lines = (await audited(admin)).items.filter((line) => line.requestId === requestId);
    expect(lines, 'GET /admin/audit').toMatchObject([
      { actor: accounts.admin.username, action: 'GET /admin/overview' },
    ]);
  });

  test('says who asked for metrics and for webhooks @SEC-13/reads', async () => {
    const asked = { metrics: randomUUID(), webhooks: randomUUID() };
    expectStatus(await admin.get('/metrics', { 'request-id': asked.metrics }), 200);
    expectStatus(await admin.get('/webhooks', { 'request-id': asked.webhooks }), 200);
    const lines = (await audited(admin)).items;
    const actionOf = (requestId: string) => lines.find((line) => line.requestId === requestId)?.action;
    expect({ metrics: actionOf(asked.metrics), webhooks: actionOf(asked.webhooks) }).toEqual({
      metrics: 'GET /metrics',
      webhooks: 'GET /webhooks',
    });
  });

  test('has none for a request that was refused @SEC-13/refused', async () => {
    const requestId = randomUUID();
    expectStatus(await ask(user, requestId), 403);
    const lines = (await audited(admin)).items.filter((line) => line.requestId === requestId);
    expect(lines, 'GET /admin/audit').toEqual([]);
  });

  test("shows nothing of another tenant's admins @SEC-13/own-tenant", async ({ skip }) => {
    const { stranger } = askers;
    if (stranger === undefined) return skip(NO_NEIGHBOUR);
    const requestId = randomUUID();
    expectStatus(await ask(stranger, requestId), 200);
    const actors = new Set((await audited(admin)).items.map(({ actor }) => actor));
    expect([...actors], 'actors of GET /admin/audit').toEqual([accounts.admin.username]);
  });
});

describe('of the web', () => {
  const statusOf = async (path: string, cookie?: string) =>
    (await clientOf(webUrl).get(path, cookie === undefined ? {} : { cookie })).status;

  test('metrics are for admins, pages for who signed in, the admin page for admins @SEC-06/web @SEC-10/web-metrics @SEC-10/admin', async () => {
    const cookies = {
      anonymous: undefined,
      user: await signInToWeb(webUrl, accounts.user),
      admin: await signInToWeb(webUrl, accounts.admin),
    };
    const observed: Record<string, Record<string, number>> = {};
    for (const path of ['/api/metrics/prometheus', '/admin', '/dashboard', '/api/metrics/baseline']) {
      const row: Record<string, number> = {};
      for (const [asker, cookie] of Object.entries(cookies)) row[asker] = await statusOf(path, cookie);
      observed[path] = row;
    }
    expect(observed).toEqual({
      '/api/metrics/prometheus': { anonymous: 401, user: 403, admin: 200 },
      '/admin': { anonymous: 302, user: 403, admin: 200 },
      '/dashboard': { anonymous: 302, user: 200, admin: 200 },
      '/api/metrics/baseline': { anonymous: 401, user: 200, admin: 200 },
    });
  });

  test('pages are revalidated only with the secret @SEC-10/revalidate-refused', async () => {
    for (const headers of [{}, { 'x-revalidate-secret': '' }, { 'x-revalidate-secret': 'guess' }])
      expectStatus(await clientOf(webUrl).post('/api/revalidate', undefined, headers), 401);
  });
});
