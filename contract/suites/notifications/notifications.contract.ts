import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Client,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { createWorkflow, runToEnd, startRun } from '../shared/runs.ts';
import { notification, notifications } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, neighbour } = binding();
const LONG = ['wait 150', 'wait 150', 'wait 150', 'wait 150'];
const NOWHERE = '/notifications/00000000-0000-4000-8000-000000000000/read';
type Notification = z.infer<typeof notification>;

let user: Client;
let admin: Client;
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
});

const list = async (query = '', client = user) =>
  expectBody(await client.get(`/notifications${query}`), 200, notifications);
const unread = async () => (await list('?limit=1')).unread;
const markRead = async ({ id }: Notification) =>
  expectBody(await user.post(`/notifications/${id}/read`), 200, notification);

/** The notification of something named so, once it is there. */
async function of(name: string, client = user): Promise<Notification> {
  const look = async () => (await list('', client)).items.filter(({ title }) => title.includes(name));
  const [first] = await until(`a notification of "${name}"`, look, (items) => items.length > 0);
  return first as Notification;
}
async function notified(steps: readonly string[] = ['collect']): Promise<Notification> {
  const name = `Notifying ${randomUUID().slice(0, 8)}`;
  await runToEnd(user, await createWorkflow(user, name, steps));
  return of(name);
}

describe('a notification', () => {
  for (const [kind, steps] of [
    ['run.succeeded', ['collect']],
    ['run.failed', ['fail']],
  ] as const)
    test(`${kind} tells who started the run, unread, with a link @FUN-06/in-app`, async () => {
      const made = await notified(steps);
      expect(made).toMatchObject({ kind, read: false });
      expect(made.link, 'a path of the web').toMatch(/^\/workflows\/[0-9a-f-]{36}/);
    });

  test('run.cancelled tells it too @FUN-06/in-app', async () => {
    const name = `Notifying ${randomUUID().slice(0, 8)}`;
    const workflow = await createWorkflow(user, name, LONG);
    const { id } = await startRun(user, workflow);
    expectStatus(await user.post(`/workflows/${workflow.id}/runs/${id}/cancel`), 200);
    expect(await of(name)).toMatchObject({ kind: 'run.cancelled', read: false });
  });

  test('comes once for each run @FUN-06/in-app @CON-08/run-once', async () => {
    const made = await notified();
    const { items } = await list('?limit=100');
    const same = items.filter(({ title, link }) => title === made.title && link === made.link);
    expect(same.length, `GET /notifications: notifications titled "${made.title}"`).toBe(1);
  });

  test('that is read stays read, and counts no more @FUN-06/read @FUN-06/unread-count', async () => {
    const made = await notified();
    const before = await unread();
    expect(await markRead(made)).toEqual({ ...made, read: true });
    expect(await unread(), 'unread after one was read').toBe(before - 1);
    expect(await markRead(made)).toEqual({ ...made, read: true });
    expect(await unread(), 'unread after it was read again').toBe(before - 1);
    expect((await list()).items.find(({ id }) => id === made.id)).toEqual({ ...made, read: true });
  });

  test('that does not exist is not found @CON-04/404 @CON-04/400-fields', async () => {
    expectRefusal(await user.post(NOWHERE), 404, 'NOT_FOUND');
    expectInvalid(await user.post('/notifications/7/read'), 'id');
  });
});

describe('the list', () => {
  test('of unread ones holds no read one @FUN-06/read @FUN-06/unread-count', async () => {
    const [read, left] = [await notified(), await notified()];
    await markRead(read);
    const { items, unread: count } = await list('?unread=true&limit=100');
    expect(
      items.map(({ id }) => id),
      'GET /notifications?unread=true',
    ).toContain(left.id);
    expect(
      items.filter((one) => one.read),
      'read ones among them',
    ).toEqual([]);
    if (items.length < 100) expect(count, 'unread').toBe(items.length);
  });

  test('is newest first, and shows each once over its pages @FUN-06/in-app @CON-09/notifications', async () => {
    const made = [await notified(), await notified(), await notified()].reverse();
    const [newest, , oldest] = made;
    const page = await list('?limit=2');
    expect(page.items.length, 'GET /notifications?limit=2').toBe(2);
    const cursor = encodeURIComponent(page.nextCursor ?? '');
    const rest = await list(`?limit=50&cursor=${cursor}`);
    const ids = [...page.items, ...rest.items].map(({ id }) => id);
    expect(new Set(ids).size, 'different items').toBe(ids.length);
    const places = made.map(({ id }) => ids.indexOf(id));
    expect(places, `places of ${newest?.title ?? ''} … ${oldest?.title ?? ''}`).toEqual(
      [...places].sort((a, b) => a - b),
    );
    expect(places, 'all are there').not.toContain(-1);
  });

  test('counts up with each new one, and read-all reads them all @FUN-06/read @FUN-06/unread-count', async () => {
    await user.post('/notifications/read-all');
    await notified();
    await notified();
    expect(await unread(), 'unread after two new ones').toBe(2);
    const answer = await user.post('/notifications/read-all');
    expect(expectBody(answer, 200, z.strictObject({ updated: z.int() }))).toEqual({ updated: 2 });
    expect(await list('?unread=true')).toMatchObject({ items: [], unread: 0 });
  });

  test("is the person's own: not a colleague's @FUN-06/in-app @SEC-06/colleagues", async () => {
    const made = await notified();
    const theirs = await list('?limit=100', admin);
    expect(
      theirs.items.map(({ id }) => id),
      'GET /notifications as the admin',
    ).not.toContain(made.id);
    expectRefusal(await admin.post(`/notifications/${made.id}/read`), 404, 'NOT_FOUND');
    expectStatus(await admin.post('/notifications/read-all'), 200);
    expect((await list('', admin)).unread, 'unread of the admin, who has read all; ours is not').toBe(0);
    expect(
      (await list()).items.find(({ id }) => id === made.id),
      'ours afterwards',
    ).toEqual(made);
  });

  test("is the person's own: not another tenant's @SEC-06/lists-tenant @SEC-06/things-tenant", async ({
    skip,
  }) => {
    if (neighbour === undefined) return skip('this target has one tenant only');
    const stranger = await signIn(apiUrl, neighbour.accounts.user);
    const made = await notified();
    expect((await stranger.get('/notifications?limit=100')).bytes.toString()).not.toContain(made.id);
    expectRefusal(await stranger.post(`/notifications/${made.id}/read`), 404, 'NOT_FOUND');
  });
});
