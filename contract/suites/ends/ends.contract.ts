import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { follow } from '../shared/lists.ts';
import { createWorkflow, startRun, untilOver } from '../shared/runs.ts';
import {
  type Alert,
  alert,
  alerts,
  delivery,
  newWebhook,
  notification,
  notifications,
  run,
  type Workflow,
  webhook,
  webhookEvent,
} from '../shared/shapes.ts';
import { holdsInSequences, People, pick, step, which, who } from '../shared/sequences.ts';

type Notification = z.infer<typeof notification>;
type Event = z.infer<typeof webhookEvent>;
const { webhooksUrl } = binding();

interface Watched {
  readonly workflow: Workflow;
  steps: readonly string[];
  /** Newest first. */
  alerts: Alert[];
}
/** A webhook of the admin, with what it is to be told. */
interface Hook {
  readonly made: z.infer<typeof webhook>;
  /** Newest first; of one run's end in any order. */
  events: Event[];
}
interface Model {
  /** Newest first. */
  hooks: Hook[];
  readonly watched: readonly Watched[];
  /** Of each person, newest first. */
  readonly told: readonly Notification[][];
}

let people: People;
beforeAll(async () => {
  people = await People.signIn();
});

const mine = async (client: Client, query = '') =>
  expectBody(await client.get(`/notifications?limit=100${query}`), 200, notifications);
const ofTheirs = ({ watched }: Model, items: readonly Notification[]) => {
  const links = watched.map(({ workflow: { id } }) => `/workflows/${id}`);
  return items.filter(({ link }) => links.includes(link));
};
const listed = async (client: Client, { watched }: Model, query = '') => {
  const { items } = expectBody(await client.get(`/alerts${query}`), 200, alerts);
  return items.filter(({ title }) => watched.some(({ workflow: { name } }) => title.includes(name)));
};
const newestFirst = (all: readonly Alert[]) =>
  [...all].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1));
const alertsOf = ({ watched }: Model) => watched.flatMap((one) => one.alerts);

/** Whoever started it is told, and nobody else. */
async function expectTold(model: Model, by: number, { workflow }: Watched, kind: Notification['kind']) {
  const own = model.told[by] as Notification[];
  const said = { 'run.succeeded': 'succeeded', 'run.failed': 'failed', 'run.cancelled': 'was cancelled' };
  const { items } = await mine(people.client(by));
  const [first] = ofTheirs(model, items).filter(({ id }) => !own.some((one) => one.id === id));
  expect(first, `the newest notification of ${people.email(by)}`).toMatchObject({
    ...{ kind, read: false, link: `/workflows/${workflow.id}` },
    title: `Workflow "${workflow.name}" ${said[kind]}`,
  });
  own.unshift(first as Notification);
}

/** What a run's end does to the workflow's alert. */
async function expectAlerts(model: Model, one: Watched, failed: boolean): Promise<void> {
  const [last] = one.alerts;
  const isOn = last !== undefined && last.status !== 'resolved';
  const found = (await listed(people.client(0), model)).filter(({ title }) =>
    title.includes(one.workflow.name),
  );
  const [now] = found;
  if (failed && isOn) one.alerts[0] = { ...last, occurrences: last.occurrences + 1 };
  else if (failed) {
    expect(now, 'the alert of a workflow that failed').toMatchObject({
      ...{ severity: 'error', source: 'worker', status: 'open', occurrences: 1 },
      ...{ acknowledgedBy: null, resolvedAt: null, title: `Workflow "${one.workflow.name}" failed` },
    });
    one.alerts.unshift(now as Alert);
  } else if (isOn) {
    expect(now?.resolvedAt, 'resolvedAt of the alert of a workflow that succeeded').not.toBeNull();
    one.alerts[0] = { ...last, status: 'resolved', resolvedAt: now?.resolvedAt ?? null };
  }
  expect(found, `alerts of "${one.workflow.name}"`).toEqual(one.alerts);
}

const ADMIN = 1;
const EVENTS = webhookEvent.options;

/** Each webhook is told of what it asked for, once; that is stored with what gives cause to it. */
async function expectSent({ hooks }: Model, events: readonly Event[]): Promise<void> {
  for (const hook of hooks) {
    hook.events.unshift(...events.filter((event) => hook.made.events.includes(event)));
    const path = `/webhooks/${hook.made.id}/deliveries`;
    const items = await follow(people.client(ADMIN), `${path}?limit=100`, delivery);
    const told = items.map(({ event }) => event);
    expect([...told].sort(), `GET ${path}: events`).toEqual([...hook.events].sort());
  }
}

async function set(one: Watched, steps: readonly string[]): Promise<void> {
  if (one.steps === steps) return;
  const { id, name } = one.workflow;
  expectStatus(await people.client(0).put(`/workflows/${id}`, { name, steps }), 200);
  one.steps = steps;
}
const [GOOD, BAD, LONG] = [['collect'], ['fail'], ['wait 4000']] as const;

const ending = fc.record({ by: who, n: which, failed: fc.boolean() }).map(({ by, n, failed }) =>
  step<Model>(`run(${by}, ${n}, ${failed ? 'fails' : 'succeeds'})`, async (model) => {
    const one = pick(model.watched, n);
    await set(one, failed ? BAD : GOOD);
    const { status } = await untilOver(people.client(by), await startRun(people.client(by), one.workflow));
    expect(status, 'status').toBe(failed ? 'failed' : 'succeeded');
    const wasOn = one.alerts[0] !== undefined && one.alerts[0].status !== 'resolved';
    await expectTold(model, by, one, failed ? 'run.failed' : 'run.succeeded');
    await expectAlerts(model, one, failed);
    const turned = failed ? 'alert.opened' : 'alert.resolved';
    await expectSent(model, [
      failed ? 'run.failed' : 'run.succeeded',
      ...(failed === wasOn ? [] : ([turned] as const)),
    ]);
  }),
);

/** Says nothing about the workflow: its alert stays. Whoever started it is told, whoever cancelled it. */
const cancelling = fc.tuple(who, which).map(([by, n]) =>
  step<Model>(`cancel(${by}, ${n})`, async (model) => {
    const one = pick(model.watched, n);
    await set(one, LONG);
    const started = await startRun(people.client(by), one.workflow);
    const path = `/workflows/${one.workflow.id}/runs/${started.id}/cancel`;
    for (const _ of ['once', 'twice']) expectBody(await people.client(by + 1).post(path), 200, run);
    await expectTold(model, by, one, 'run.cancelled');
    expect(await listed(people.client(by), model), 'alerts, after a cancelled run').toEqual(
      newestFirst(alertsOf(model)),
    );
    await expectSent(model, []);
  }),
);

const acting = fc
  .record({ by: who, n: which, what: fc.constantFrom('acknowledge', 'resolve') })
  .map(({ by, n, what }) =>
    step<Model>(
      `${what}(${by}, ${n})`,
      async (model) => {
        const before = pick(alertsOf(model), n);
        const one = model.watched.find((other) => other.alerts.includes(before)) as Watched;
        const path = `/alerts/${before.id}/${what}`;
        expectRefusal(await people.stranger.post(path), 404, 'NOT_FOUND');
        const answer = await people.client(by).post(path);
        if (what === 'acknowledge' && before.status === 'resolved') {
          expectRefusal(answer, 409, 'ALERT_RESOLVED');
          return;
        }
        const now = expectBody(answer, 200, alert);
        const acknowledged = { status: 'acknowledged', acknowledgedBy: people.email(by) } as const;
        const resolved = { status: 'resolved', resolvedAt: before.resolvedAt ?? now.resolvedAt } as const;
        const change = what === 'resolve' ? resolved : before.status === 'open' ? acknowledged : {};
        if (what === 'resolve') expect(now.resolvedAt, 'resolvedAt').not.toBeNull();
        expect(now, answer.what).toEqual({ ...before, ...change });
        one.alerts = one.alerts.map((other) => (other === before ? now : other));
        await expectSent(model, what === 'resolve' && before.status !== 'resolved' ? ['alert.resolved'] : []);
      },
      (model) => alertsOf(model).length > 0,
    ),
  );

const listing = fc
  .tuple(who, fc.constantFrom(undefined, 'open', 'acknowledged', 'resolved'))
  .map(([by, status]) =>
    step<Model>(`alerts(${by}, ${status ?? 'all'})`, async (model) => {
      const query = status === undefined ? '' : `?status=${status}`;
      const wanted = alertsOf(model).filter((one) => status === undefined || one.status === status);
      expect(await listed(people.client(by), model, query), `GET /alerts${query}`).toEqual(
        newestFirst(wanted),
      );
    }),
  );

const reading = fc.record({ by: who, n: which, other: fc.boolean() }).map(({ by, n, other }) =>
  step<Model>(
    `read(${by}, ${n}${other ? ', by somebody else' : ''})`,
    async (model) => {
      const own = model.told[by] as Notification[];
      const one = pick(own, n);
      const path = `/notifications/${one.id}/read`;
      if (other) {
        expectRefusal(await people.client(by + 1).post(path), 404, 'NOT_FOUND');
        expectRefusal(await people.stranger.post(path), 404, 'NOT_FOUND');
        return;
      }
      const answer = await people.client(by).post(path);
      expect(expectBody(answer, 200, notification), answer.what).toEqual({ ...one, read: true });
      own[own.indexOf(one)] = { ...one, read: true };
    },
    (model) => (model.told[by]?.length ?? 0) > 0,
  ),
);

const readingAll = who.map((by) =>
  step<Model>(`readAll(${by})`, async (model) => {
    const client = people.client(by);
    const { unread } = await mine(client);
    const answer = await client.post('/notifications/read-all');
    expect(answer.body, answer.what).toEqual({ updated: unread });
    expect((await mine(client)).unread, 'unread, once all were read').toBe(0);
    const own = model.told[by] as Notification[];
    own.splice(0, own.length, ...own.map((one) => ({ ...one, read: true })));
  }),
);

const notified = fc
  .record({ by: who, limit: fc.constantFrom(1, 3, 100), only: fc.boolean() })
  .map(({ by, limit, only }) =>
    step<Model>(`notifications(${by}, limit=${limit}${only ? ', unread' : ''})`, async (model) => {
      const own = model.told[by] as Notification[];
      const wanted = only ? own.filter(({ read }) => !read) : own;
      const oldest = wanted.at(-1)?.id;
      const enough = (items: readonly Notification[]) =>
        oldest === undefined || items.some(({ id }) => id === oldest);
      const path = `/notifications?limit=${limit}${only ? '&unread=true' : ''}`;
      const items = await follow(people.client(by), path, notification, enough, notifications);
      expect(ofTheirs(model, items), `GET ${path}`).toEqual(wanted);
      const { items: all, unread } = await mine(people.client(by), '&unread=true');
      if (all.length < 100) expect(unread, 'unread').toBe(all.length);
    }),
  );

const hooking = fc.subarray([...EVENTS], { minLength: 1 }).map((events) =>
  step<Model>(
    `webhook(${events.join('+')})`,
    async (model) => {
      const [key, asked] = [
        { 'idempotency-key': randomUUID() },
        { url: `${webhooksUrl ?? ''}/hooks/${randomUUID()}`, events },
      ];
      const ask = () => people.client(ADMIN).post('/webhooks', asked, key);
      const answers = await Promise.all([ask(), ask(), ask()]);
      const [first, ...others] = answers.map((answer) => expectBody(answer, 201, newWebhook));
      for (const other of others) expect(other, 'POST /webhooks with one key, at once').toEqual(first);
      const replayed = answers.map(({ headers }) => headers.get('idempotency-replayed'));
      expect(replayed.sort(), 'idempotency-replayed').toEqual(['false', 'true', 'true']);
      const { secret: _secret, ...made } = first as z.infer<typeof newWebhook>;
      expect(made).toMatchObject(asked);
      model.hooks.unshift({ made, events: [] });
    },
    ({ hooks }) => hooks.length < 4,
  ),
);

const unhooking = which.map((n) =>
  step<Model>(
    `deleteWebhook(${n})`,
    async (model) => {
      const hook = pick(model.hooks, n);
      const path = `/webhooks/${hook.made.id}`;
      for (const answer of [
        await people.client(0).delete(path),
        await people.client(0).get(`${path}/deliveries`),
      ])
        expectRefusal(answer, 403, 'FORBIDDEN');
      expectStatus(await people.client(ADMIN).delete(path), 204);
      for (const answer of [
        await people.client(ADMIN).delete(path),
        await people.client(ADMIN).get(`${path}/deliveries`),
      ])
        expectRefusal(answer, 404, 'NOT_FOUND');
      model.hooks = model.hooks.filter((other) => other !== hook);
    },
    ({ hooks }) => hooks.length > 0,
  ),
);

const hooksListed = fc.constantFrom(1, 100).map((limit) =>
  step<Model>(`webhooks(limit=${limit})`, async ({ hooks }) => {
    const oldest = hooks.at(-1)?.made.id;
    const enough = (items: readonly { readonly id: string }[]) =>
      oldest === undefined || items.some(({ id }) => id === oldest);
    const items = await follow(people.client(ADMIN), `/webhooks?limit=${limit}`, webhook, enough);
    const own = items.filter(({ id }) => hooks.some(({ made }) => made.id === id));
    expect(own, `GET /webhooks?limit=${limit}`).toEqual(hooks.map(({ made }) => made));
  }),
);

test('alerts, notifications and deliveries are what the ends of runs, and people, have made of them, in every order @FUN-05/opened @FUN-05/acknowledged @FUN-05/resolved @FUN-05/recovered @FUN-06/in-app @FUN-06/read @FUN-06/unread-count @FUN-06/webhook-managed @CON-08/webhooks', async () => {
  await holdsInSequences<Model>(
    async () => {
      const make = async () => {
        const name = `Ends ${randomUUID().slice(0, 8)}`;
        return { workflow: await createWorkflow(people.client(0), name, GOOD), steps: GOOD, alerts: [] };
      };
      return { hooks: [], watched: [await make(), await make()], told: [[], []] };
    },
    [
      ending,
      ending,
      ending,
      cancelling,
      acting,
      acting,
      listing,
      reading,
      readingAll,
      notified,
      hooking,
      unhooking,
      hooksListed,
    ],
    { sequences: 6, steps: 25 },
  );
}, 60_000);
