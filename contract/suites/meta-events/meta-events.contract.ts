import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectInvalid, expectStatus, signIn } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { listOf, metaEvent } from '../shared/shapes.ts';

const { apiUrl, accounts, neighbour } = binding();
const taken = z.strictObject({ accepted: z.int(), duplicates: z.int() });
type MetaEvent = z.infer<typeof metaEvent>;

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

const event = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: randomUUID(),
  type: 'page.viewed',
  at: new Date().toISOString(),
  data: { path: '/dashboard', count: 3 },
  ...changes,
});
const send = (events: unknown, client = user) => client.post('/meta-events', { events });
const sent = async (events: unknown) => expectBody(await send(events), 202, taken);
const stored = async (ids: readonly string[], client = user) => {
  const { items } = expectBody(await client.get('/meta-events?limit=100'), 200, listOf(metaEvent));
  return items.filter(({ id }) => ids.includes(id));
};

describe('events', () => {
  test('are taken, and queried as they were sent @FUN-07/ingested @FUN-07/queryable', async () => {
    const events = ['page.viewed', 'feature.used', 'job.finished'].map((type) => event({ type }));
    expect(await sent(events), 'POST /meta-events').toEqual({ accepted: 3, duplicates: 0 });
    const found = await stored(events.map(({ id }) => id));
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    expect([...found].sort(byId), 'GET /meta-events').toEqual([...(events as MetaEvent[])].sort(byId));
  });

  test('that are known already are duplicates, and kept as they were @FUN-07/ingested @CON-08/meta-events', async () => {
    const [first, second] = [event(), event()];
    await sent([first]);
    expect(await sent([{ ...first, data: { changed: true } }, second])).toEqual({
      accepted: 1,
      duplicates: 1,
    });
    expect(await stored([first.id]), 'GET /meta-events').toEqual([first]);
  });

  test('that are twice in one batch count once @FUN-07/ingested @CON-08/meta-events', async () => {
    const twice = event();
    expect(await sent([twice, twice])).toEqual({ accepted: 1, duplicates: 1 });
    expect(await stored([twice.id])).toEqual([twice]);
  });

  test('sent by many at once are stored once @FUN-07/ingested @CON-08/meta-events-at-once', async () => {
    const once = event();
    const answers = await Promise.all(Array.from({ length: 8 }, () => sent([once])));
    const accepted = answers.reduce((sum, answer) => sum + answer.accepted, 0);
    expect(accepted, 'accepted, over 8 requests with the same event').toBe(1);
  });

  test('are taken up to 500 at once @FUN-07/ingested @FUN-07/validated', async () => {
    const events = Array.from({ length: 500 }, () => ({ ...event(), data: {} }));
    expect(await sent(events)).toEqual({ accepted: 500, duplicates: 0 });
    expectInvalid(await send([...events, event()]), 'events');
    expectInvalid(await send([]), 'events');
  });

  for (const type of ['page.viewed', 'feature.used', 'job.finished'])
    test(`of type ${type} are queried alone @FUN-07/queryable`, async () => {
      const events = ['page.viewed', 'feature.used', 'job.finished'].map((each) => event({ type: each }));
      await sent(events);
      const { items } = expectBody(await user.get(`/meta-events?type=${type}`), 200, listOf(metaEvent));
      expect(new Set(items.map((one) => one.type)), `GET /meta-events?type=${type}`).toEqual(new Set([type]));
      expect(items.map(({ id }) => id)).toContain(events.find((one) => one.type === type)?.id);
    });

  test('are shown once over all pages @FUN-07/queryable @CON-09/meta-events', async () => {
    const events = Array.from({ length: 5 }, () => event({ type: 'feature.used' }));
    const ids = events.map(({ id }) => id);
    await sent(events);
    const holdsAll = (items: readonly MetaEvent[]) => ids.every((id) => items.some((one) => one.id === id));
    const items = await follow(user, '/meta-events?type=feature.used&limit=2', metaEvent, holdsAll);
    expect(new Set(items.map(({ id }) => id)).size, 'different items').toBe(items.length);
    expect(holdsAll(items), 'all five are there').toBe(true);
  });

  test('of an unknown type cannot be queried @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await user.get('/meta-events?type=page.exploded'), 'type');
  });
});

describe('one bad event refuses the batch, with its field', () => {
  for (const [field, bad] of [
    ['type', { type: 'page.exploded' }],
    ['id', { id: '7' }],
    ['at', { at: 'yesterday' }],
    ['data', { data: 'text' }],
    ['type', { type: undefined }],
    ['extra', { extra: 1 }],
  ] as const)
    test(`${field}: ${JSON.stringify(bad)} @FUN-07/validated @FUN-07/field-message @SEC-08/input @CON-04/400-fields`, async () => {
      const good = event();
      const answer = await send([good, event(bad)]);
      expectInvalid(answer, field === 'extra' ? 'events.1.extra' : `events.1.${field}`);
      expect(await stored([good.id]), 'nothing of the batch is stored').toEqual([]);
    });

  test('and so do things that are no batch @FUN-07/validated @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await user.post('/meta-events', {}), 'events');
    expectInvalid(await send('events'), 'events');
  });
});

test("another tenant's events are not there, and their ids are free @SEC-06/lists-tenant", async ({
  skip,
}) => {
  if (neighbour === undefined) return skip('this target has one tenant only');
  const stranger = await signIn(apiUrl, neighbour.accounts.user);
  const same = event();
  await sent([same]);
  expect(await stored([same.id], stranger), 'GET /meta-events as a stranger').toEqual([]);
  expect(expectBody(await send([same], stranger), 202, taken)).toEqual({ accepted: 1, duplicates: 0 });
});

describe('samples of metrics', () => {
  const sample = (name: string) => ({ name, value: 1.5, unit: 'ms', at: new Date().toISOString() });
  const named = () => `suite_${randomUUID().slice(0, 8)}`;
  const ingest = (samples: unknown) => user.post('/metrics/ingest', { source: 'contract', samples });
  const ingested = z.looseObject({ name: z.string(), value: z.number(), unit: z.string() });

  test('are taken, and queried by name @CON-06/ingest', async () => {
    const name = named();
    const answer = await ingest([sample(name), { ...sample(name), value: 2, labels: { run: 'one' } }]);
    expect(expectBody(answer, 202, z.strictObject({ accepted: z.int() }))).toEqual({ accepted: 2 });
    const { items } = expectBody(await user.get(`/metrics/ingested?name=${name}`), 200, listOf(ingested));
    expect(items.map(({ value }) => value).sort(), `GET /metrics/ingested?name=${name}`).toEqual([1.5, 2]);
    expect(items.every((one) => one.unit === 'ms' && one.name === name)).toBe(true);
  });

  test('that are malformed refuse all of them @CON-06/ingest @CON-04/400-fields', async () => {
    const name = named();
    expectInvalid(await ingest([sample(name), { ...sample(name), value: 'fast' }]), 'samples.1.value');
    expectInvalid(await ingest([]), 'samples');
    const { items } = expectBody(await user.get(`/metrics/ingested?name=${name}`), 200, listOf(ingested));
    expect(items, 'nothing of them is stored').toEqual([]);
  });

  test('are taken by the web too, for whoever is signed in @CON-06/ingest', async () => {
    const name = named();
    const { webUrl } = binding();
    const headers = { authorization: `Bearer ${user.token ?? ''}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ source: 'contract', samples: [sample(name)] });
    const post = (more: Record<string, string>) =>
      fetch(`${webUrl}/api/metrics/ingest`, { method: 'POST', body, headers: more, redirect: 'manual' });
    const [taken, refused] = [await post(headers), await post({ 'content-type': 'application/json' })];
    expect([taken.status, refused.status], 'POST /api/metrics/ingest, signed in and anonymous').toEqual([
      202, 401,
    ]);
    await Promise.all([taken.text(), refused.text()]);
    expectStatus(await user.get(`/metrics/ingested?name=${name}`), 200);
    const { items } = expectBody(await user.get(`/metrics/ingested?name=${name}`), 200, listOf(ingested));
    expect(items.length, `GET /metrics/ingested?name=${name}`).toBe(1);
  });
});
