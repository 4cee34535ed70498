import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Description, describe as read } from '../openapi/description.ts';
import { type Answer, type Client, clientOf, expectBody, signIn } from '../shared/client.ts';
import { exampleOf, filled, type Operation, operationsOf } from '../shared/operations.ts';
import { createWorkflow, runToEnd, startRun } from '../shared/runs.ts';
import { alerts, listOf, notifications, webhook as webhookShape } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, webhooksUrl } = binding();
const TIMES = 3;
const TEST_MS = 120_000;

let admin: Client;
let operations: readonly Operation[];
let description: Description;
beforeAll(async () => {
  admin = await signIn(apiUrl, accounts.admin);
  operations = await operationsOf(admin);
  description = await read((await clientOf(apiUrl).get('/openapi.json')).body as Record<string, unknown>);
});

const idIn = ({ body }: Answer) => z.looseObject({ id: z.uuid() }).parse(body).id;
type Ids = Readonly<Record<string, string>>;

/** A new thing of each kind that has an id in a path, and the ids by which it is asked for. */
const makers: Readonly<Record<string, () => Promise<Ids>>> = {
  workflows: async () => {
    const { id } = await createWorkflow(admin, 'At once', ['collect']);
    return { id, runId: (await startRun(admin, { id })).id };
  },
  uploads: async () => {
    const headers = { 'content-type': 'text/plain', 'idempotency-key': randomUUID() };
    return { id: idIn(await admin.ask('POST', '/uploads?name=at-once.txt', { body: 'x', headers })) };
  },
  documents: async () => ({ id: idIn(await admin.create('/documents', { title: 'At once', body: 'x' })) }),
  alerts: async () => {
    const failing = await createWorkflow(admin, `At once ${randomUUID()}`, ['fail']);
    await runToEnd(admin, failing);
    const look = async () =>
      expectBody(await admin.get('/alerts'), 200, alerts).items.find(({ title }) =>
        title.includes(failing.name),
      );
    return { id: (await until('its alert', look, (found) => found !== undefined))?.id ?? '' };
  },
  notifications: async () => {
    const one = await createWorkflow(admin, `At once ${randomUUID()}`, ['collect']);
    await runToEnd(admin, one);
    const look = async () =>
      expectBody(await admin.get('/notifications'), 200, notifications).items.find(({ link }) =>
        link.endsWith(one.id),
      );
    return { id: (await until('its notification', look, (found) => found !== undefined))?.id ?? '' };
  },
  webhooks: async () => {
    const url = `${webhooksUrl ?? ''}/hooks/at-once`;
    return {
      id: idIn(await admin.create('/webhooks', { url, events: ['alert.resolved'] })),
      deliveryId: randomUUID(),
    };
  },
};
const kindOf = ({ path }: Operation) => path.split('/')[1] ?? '';
const about = (kind: string) => operations.filter((one) => one.ids.length > 0 && kindOf(one) === kind);

async function ask(operation: Operation, ids: Ids): Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID() };
  const call = { headers, ...(operation.body && { json: exampleOf(operation.body) }) };
  return admin.ask(operation.method, filled(operation, ids), call);
}

test('everything that has an id is looked at here', () => {
  const kinds = new Set(operations.filter(({ ids }) => ids.length > 0).map(kindOf));
  expect([...kinds].sort()).toEqual(Object.keys(makers).sort());
});

describe.each(Object.keys(makers))('of any two things that are done at once to one of %s', (kind) => {
  // Without a place to send webhooks to, none may be made.
  test.skipIf(kind === 'webhooks' && webhooksUrl === undefined)(
    'each is answered as described, and nothing breaks @CON-01/404 @CON-04/404',
    async () => {
      const all = about(kind);
      expect(all.length, 'operations').toBeGreaterThan(0);
      const wrong: Record<string, string> = {};
      for (const [place, one] of all.entries())
        for (const other of all.slice(place)) {
          if (one.method === 'GET' && other.method === 'GET') continue;
          for (let times = 0; times < TIMES; times += 1) {
            const ids = await (makers[kind] as () => Promise<Ids>)();
            const pair = [one, other] as const;
            const answers = await Promise.all(pair.map((operation) => ask(operation, ids)));
            for (const [index, answer] of answers.entries()) {
              const { name } = pair[index] as Operation;
              const flaw = answer.status >= 500 ? answer.what : description.difference(name, answer);
              if (flaw !== undefined) wrong[`${one.name} beside ${other.name}: ${name}`] = flaw;
            }
          }
        }
      expect(wrong).toEqual({});
    },
    TEST_MS,
  );
});

test.skipIf(webhooksUrl === undefined)('of many who delete one thing, one did @FUN-03/change', async () => {
  const deleting = operations.filter(({ method }) => method === 'DELETE');
  expect(deleting.length, 'operations that delete').toBeGreaterThan(2);
  for (const operation of deleting) {
    const ids = await (makers[kindOf(operation)] as () => Promise<Ids>)();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(operation, ids)));
    const statuses = answers.map(({ status }) => status).sort();
    // The bytes of a file go first, and who finds none any more has done no harm.
    const isFile = kindOf(operation) === 'uploads';
    expect(statuses[0], `${operation.name}, five at once`).toBe(204);
    expect(statuses.at(-1), `${operation.name}, five at once`).toBeLessThan(405);
    if (!isFile) expect(statuses, `${operation.name}, five at once`).toEqual([204, 404, 404, 404, 404]);
  }
  const left = expectBody(await admin.get('/webhooks?limit=100'), 200, listOf(webhookShape)).items;
  await Promise.all(
    left.filter(({ url }) => url.endsWith('/at-once')).map(({ id }) => admin.delete(`/webhooks/${id}`)),
  );
});
