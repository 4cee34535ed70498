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
import { alertsAt, NO_COLLECTOR } from '../shared/collector.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { alert, type Alert, alerts, time, type Workflow } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, webUrl, accounts, tenant, collectorUrl } = binding();
const FAILING = ['fail'];
const NOWHERE = '/alerts/00000000-0000-4000-8000-000000000000';

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

const list = async (query = '') => expectBody(await user.get(`/alerts${query}`), 200, alerts).items;
const of = async ({ name }: Workflow) => (await list()).filter(({ title }) => title.includes(name));
const act = async (what: 'acknowledge' | 'resolve', { id }: Alert) =>
  expectBody(await user.post(`/alerts/${id}/${what}`), 200, alert);

/** The alerts of a workflow once they are as wanted. */
const alertsOf = (workflow: Workflow, what: string, fits: (alerts: readonly Alert[]) => boolean) =>
  until(`alerts of "${workflow.name}": ${what}`, () => of(workflow), fits);

/** A workflow that failed once, and the alert of it. */
async function failed(): Promise<{ readonly workflow: Workflow; readonly opened: Alert }> {
  const workflow = await createWorkflow(user, `Alerting ${randomUUID().slice(0, 8)}`, FAILING);
  await runToEnd(user, workflow);
  const [opened] = await alertsOf(workflow, 'one', (all) => all.length > 0);
  return { workflow, opened: opened as Alert };
}
async function mend({ id, name }: Workflow): Promise<void> {
  expectStatus(await user.put(`/workflows/${id}`, { name, steps: ['collect'] }), 200);
}

describe('an alert', () => {
  test('opens when a run fails, and says what failed @FUN-05/opened', async () => {
    const { workflow, opened } = await failed();
    expect(opened).toMatchObject({
      severity: 'error',
      title: `Workflow "${workflow.name}" failed`,
      source: 'worker',
      status: 'open',
      occurrences: 1,
      acknowledgedBy: null,
      resolvedAt: null,
    });
  });

  test('is one for its workflow: further failures only count @FUN-05/opened', async () => {
    const { workflow, opened } = await failed();
    await runToEnd(user, workflow);
    await runToEnd(user, workflow);
    const all = await alertsOf(workflow, 'three occurrences', ([first]) => first?.occurrences === 3);
    expect(all, `alerts of "${workflow.name}"`).toEqual([{ ...opened, occurrences: 3 }]);
  });

  test('resolves by itself when the workflow succeeds, and another failure opens another @FUN-05/recovered', async () => {
    const { workflow, opened } = await failed();
    await mend(workflow);
    await runToEnd(user, workflow);
    const [resolved] = await alertsOf(workflow, 'resolved', ([first]) => first?.status === 'resolved');
    expect(resolved?.id).toBe(opened.id);
    expect(resolved?.resolvedAt, 'resolvedAt').not.toBeNull();
    expectStatus(await user.put(`/workflows/${workflow.id}`, { name: workflow.name, steps: FAILING }), 200);
    await runToEnd(user, workflow);
    const all = await alertsOf(workflow, 'two', ({ length }) => length === 2);
    expect(
      all.map(({ status }) => status),
      'statuses, newest first',
    ).toEqual(['open', 'resolved']);
  });

  test('is acknowledged by who did it, once is enough @FUN-05/acknowledged', async () => {
    const { opened } = await failed();
    const acknowledged = await act('acknowledge', opened);
    expect(acknowledged).toEqual({
      ...opened,
      status: 'acknowledged',
      acknowledgedBy: accounts.user.username,
    });
    expect(await act('acknowledge', opened)).toEqual(acknowledged);
    expect(await list('?status=acknowledged')).toContainEqual(acknowledged);
  });

  test('is resolved by hand, and cannot be acknowledged any more @FUN-05/resolved @CON-04/409', async () => {
    const { opened } = await failed();
    const resolved = await act('resolve', opened);
    expect(resolved).toMatchObject({ id: opened.id, status: 'resolved' });
    expect(resolved.resolvedAt, 'resolvedAt').not.toBeNull();
    expect(await act('resolve', opened)).toEqual(resolved);
    expectRefusal(await user.post(`/alerts/${opened.id}/acknowledge`), 409, 'ALERT_RESOLVED');
    expect((await list()).find(({ id }) => id === opened.id)).toEqual(resolved);
  });

  test('that does not exist is not found @CON-04/404', async () => {
    for (const what of ['acknowledge', 'resolve'])
      expectRefusal(await user.post(`${NOWHERE}/${what}`), 404, 'NOT_FOUND');
  });
});

describe('the list', () => {
  test('is newest first @FUN-05/listed', async () => {
    const [older, newer] = [(await failed()).opened, (await failed()).opened];
    const all = await list();
    const ids = all.map(({ id }) => id);
    expect(ids.indexOf(newer.id), 'place of the newer one before the older one').toBeLessThan(
      ids.indexOf(older.id),
    );
    const times = all.map(({ createdAt }) => Date.parse(createdAt));
    expect(times, 'createdAt, in the order of GET /alerts').toEqual([...times].sort((a, b) => b - a));
  });

  for (const status of ['open', 'acknowledged', 'resolved'] as const)
    test(`of those that are ${status} holds no others @FUN-05/listed`, async () => {
      const { opened } = await failed();
      if (status === 'acknowledged') await act('acknowledge', opened);
      if (status === 'resolved') await act('resolve', opened);
      const items = await list(`?status=${status}`);
      expect(
        items.map(({ id }) => id),
        `GET /alerts?status=${status}`,
      ).toContain(opened.id);
      expect(new Set(items.map((one) => one.status))).toEqual(new Set([status]));
    });

  test('of an unknown status is refused @SEC-08/input @CON-04/400-fields', async () => {
    expectInvalid(await user.get('/alerts?status=loud'), 'status');
  });
});

describe('the message to the people on call', () => {
  const message = z.strictObject({
    id: z.uuid(),
    severity: z.enum(['warning', 'error']),
    title: z.string(),
    source: z.string(),
    tenant: z.string(),
    status: z.enum(['open', 'resolved']),
    at: time,
    link: z.url(),
  });
  const messagesOf = async ({ name }: Workflow) => {
    const arrived = await alertsAt(collectorUrl ?? '', name);
    return arrived.map(({ body }) => message.parse(JSON.parse(body)));
  };

  test('is sent once when it opens and once when it resolves, with severity, source, time and link @FUN-05/message @FUN-05/message-once', async ({
    skip,
  }) => {
    if (collectorUrl === undefined) return skip(NO_COLLECTOR);
    const { workflow, opened } = await failed();
    await runToEnd(user, workflow);
    await mend(workflow);
    await runToEnd(user, workflow);
    const what = `the messages of "${workflow.name}"`;
    const messages = await until(
      what,
      () => messagesOf(workflow),
      ({ length }) => length >= 2,
    );
    expect(messages.map(({ status }) => status).sort(), what).toEqual(['open', 'resolved']);
    const { id, severity, title, source } = opened;
    for (const one of messages) expect(one).toMatchObject({ id, severity, title, source, tenant });
    for (const { link } of messages) expect(link, 'the action link').toMatch(new RegExp(`^${webUrl}/`));
    for (const { at } of messages)
      expect(Math.abs(Date.now() - Date.parse(at)), 'ms between at and now').toBeLessThan(60_000);
  });

  test('is not sent for what only changed hands @FUN-05/message-once', async ({ skip }) => {
    if (collectorUrl === undefined) return skip(NO_COLLECTOR);
    const { workflow, opened } = await failed();
    await act('acknowledge', opened);
    await act('resolve', opened);
    const what = `the messages of "${workflow.name}"`;
    const messages = await until(
      what,
      () => messagesOf(workflow),
      ({ length }) => length >= 2,
    );
    expect(messages.map(({ status }) => status).sort(), what).toEqual(['open', 'resolved']);
  });
});
