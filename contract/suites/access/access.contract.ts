import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { isForAdmins, type Operation, operationsOf } from '../shared/operations.ts';
import { auditLine, document as documentShape, listOf, newWebhook } from '../shared/shapes.ts';
import { type Asker, type Endpoint, endpoints } from './endpoints.ts';
import { makeThings, type Things } from './things.ts';

const { apiUrl, webUrl, accounts, neighbour, tenant, webhooksUrl } = binding();
const NO_NEIGHBOUR = 'this target has one tenant only';
const ADMINS_METRICS: Readonly<Record<string, string>> = {
  'GET /metrics': '@SEC-10/metrics',
  'GET /metrics/workers': '@SEC-10/metrics-workers',
};

/** What is named in an answer. */
const idsIn = ({ bytes }: Answer): readonly string[] =>
  bytes.toString().match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];

let askers: Partial<Record<Asker | 'strangeUser', Client>>;
let things: Things;
let admin: Client;
let user: Client;

beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  const stranger = neighbour && {
    strangeUser: await signIn(apiUrl, neighbour.accounts.user),
    stranger: await signIn(apiUrl, neighbour.accounts.admin),
  };
  // The stranger is asked first: what they may not delete must be there for the others.
  askers = { ...stranger, anonymous: clientOf(apiUrl), user, admin };
  things = await makeThings(user);
});

/** What the test of an endpoint shows: of another tenant only where there is one. */
function shown(name: string, { user }: Endpoint['expected']): string {
  const tags = ['@SEC-06/anonymous', '@SEC-06/user', '@SEC-06/admin'];
  if (neighbour !== undefined) tags.push('@SEC-06/other-tenant-admin', '@SEC-06/other-tenant-user');
  if (user === 403) tags.push(ADMINS_METRICS[name] ?? '@SEC-10/admin');
  return tags.join(' ');
}

describe('each asker gets what they may of', () => {
  for (const { name, expected, ask } of endpoints)
    test(`${name} ${shown(name, expected)}`, async () => {
      const observed: Record<string, number> = {};
      for (const [asker, client] of Object.entries(askers))
        observed[asker] = (await ask(client, things)).status;
      const all = { ...expected, strangeUser: expected.user === 403 ? 403 : expected.stranger };
      const wanted = Object.keys(observed).map((asker) => [asker, all[asker as keyof typeof all]]);
      expect(observed, name).toEqual(Object.fromEntries(wanted));
    });
});

describe("another tenant's", () => {
  test.skipIf(neighbour === undefined)(
    `answers show nothing of ours, whoever asks first, at every operation without an id @SEC-06/lists-tenant @SEC-06/other-tenant-user @SEC-06/other-tenant-admin`,
    async () => {
      const words = ['one', 'two'].map((which) => `${which}${randomUUID().replaceAll('-', '')}`);
      const known = await user.create('/documents', { title: words.join(' '), body: 'To be found.' });
      const { id } = expectBody(known, 201, documentShape);
      const hook = { url: `${webhooksUrl ?? ''}/hooks/access`, events: ['run.failed'] };
      const { id: webhook } = expectBody(await admin.create('/webhooks', hook), 201, newWebhook);
      const { workflow, run, upload, document, alert, notification } = things;
      const ours = [
        id,
        webhook,
        workflow,
        run,
        upload,
        document,
        alert,
        notification,
        accounts.user.username,
      ];
      const shownIn = ({ bytes }: Answer) => ours.filter((one) => bytes.includes(one));
      const strangers = [askers.strangeUser, askers.stranger].filter((one) => one !== undefined);
      const asked = (await operationsOf(clientOf(apiUrl))).filter(
        ({ method, ids, path }) => method === 'GET' && ids.length === 0 && path !== '/events',
      );
      const found: Record<string, string> = {};
      const showing = new Set<string>();
      /** Two that are answered alike, and kept apart by whoever keeps answers. */
      const urlOf = ({ query, path }: Operation, round: 0 | 1) => {
        const wanted = new URLSearchParams({
          ...(query.includes('limit') && { limit: String(100 - round) }),
          ...(query.includes('q') && { q: words[round] ?? '' }),
        }).toString();
        return wanted === '' ? path : `${path}?${wanted}`;
      };
      for (const operation of asked)
        for (const round of [0, 1] as const) {
          const { name } = operation;
          const url = urlOf(operation, round);
          const theirIds = new Set<string>();
          const look = async (tag: string | null) => {
            for (const stranger of strangers) {
              const answer = await stranger.get(url, tag === null ? {} : { 'if-none-match': tag });
              for (const one of idsIn(answer)) theirIds.add(one);
              const isOurs = answer.status === 304 && showing.has(name);
              if (shownIn(answer).length > 0 || isOurs) found[name] = answer.what;
            }
          };
          const mine = async () => {
            const answer = await (isForAdmins(operation) ? admin : user).get(url);
            expectStatus(answer, 200);
            if (shownIn(answer).length > 0) showing.add(name);
            else if (showing.has(name)) found[name] = `${answer.what}, and does not show us ours any more`;
            if (idsIn(answer).some((one) => theirIds.has(one)))
              found[name] = `${answer.what}, and shows us what it shows another tenant`;
            return answer;
          };
          if (round === 1) await look(null);
          const own = await mine();
          await look(null);
          await look(own.headers.get('etag'));
          await mine();
        }
      expect(showing.size, 'operations that show us something of ours').toBeGreaterThan(6);
      expect(found, 'what showed it to strangers').toEqual({});
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
  test('pages are revalidated only with the secret @SEC-10/revalidate-refused', async () => {
    for (const headers of [{}, { 'x-revalidate-secret': '' }, { 'x-revalidate-secret': 'guess' }])
      expectStatus(await clientOf(webUrl).post('/api/revalidate', undefined, headers), 401);
  });
});
