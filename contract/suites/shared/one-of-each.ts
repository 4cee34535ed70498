import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Client, expectBody } from './client.ts';
import type { Operation } from './operations.ts';
import { createWorkflow, runToEnd } from './runs.ts';
import { alerts, delivery, listOf, newWebhook, notifications } from './shapes.ts';
import { until } from './until.ts';

/** One of each thing of a tenant that has an id. Of deliveries and webhooks there is none where nothing takes them. */
export interface OneOfEach {
  readonly workflow: string;
  readonly run: string;
  readonly alert: string;
  readonly webhook: string | undefined;
  /** A webhook whose receiver refuses everything. */
  readonly failing: string | undefined;
  /** By the names in the operation's path. */
  of(operation: Operation): Readonly<Record<string, string | undefined>>;
  /** Of another thing of the same kind. */
  others(operation: Operation): Readonly<Record<string, string | undefined>>;
  /** Whether things of that kind are made here at all. */
  knows(operation: Operation): boolean;
}

const made = z.looseObject({ id: z.uuid() });
const idOf = async (answer: Promise<Answer>) => expectBody(await answer, 201, made).id;

/** Makes them. The run has failed, and the alert, the notification and the delivery are its. */
export async function makeOneOfEach(
  user: Client,
  admin: Client,
  webhooksUrl: string | undefined,
): Promise<OneOfEach> {
  const name = `Statuses ${randomUUID().slice(0, 8)}`;
  const hook = async (script: string) =>
    expectBody(
      await admin.create('/webhooks', {
        url: `${webhooksUrl ?? ''}/hooks/statuses-${randomUUID()}${script}`,
        events: ['run.failed'],
      }),
      201,
      newWebhook,
    ).id;
  const [webhook, failing] = webhooksUrl === undefined ? [] : [await hook(''), await hook('?status=500')];
  const { id: workflow } = await createWorkflow(user, name, ['fail']);
  const { id: run } = await runToEnd(user, { id: workflow });
  const named = async (path: string, shape: typeof alerts | typeof notifications) => {
    const look = async () =>
      expectBody(await user.get(path), 200, shape).items.find(({ title }) => title.includes(name));
    return (await until(`${path} of "${name}"`, look, (found) => found !== undefined))?.id ?? '';
  };
  const deliveryOf = async (id: string) => {
    const look = async () =>
      expectBody(await admin.get(`/webhooks/${id}/deliveries`), 200, listOf(delivery)).items;
    return (await until(`a delivery of ${id}`, look, ({ length }) => length > 0))[0]?.id;
  };
  const alert = await named('/alerts', alerts);
  const things: Readonly<Record<string, string | undefined>> = {
    workflows: workflow,
    runId: run,
    alerts: alert,
    notifications: await named('/notifications', notifications),
    uploads: await idOf(
      user.ask('POST', '/uploads?name=statuses.txt', {
        body: 'Statuses.\n',
        headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
      }),
    ),
    documents: await idOf(user.create('/documents', { title: 'Statuses', body: 'Statuses.' })),
    webhooks: webhook,
    deliveryId: webhook && (await deliveryOf(webhook)),
  };
  const others: typeof things = {
    workflows: (await createWorkflow(user, name, ['collect'])).id,
    webhooks: failing,
  };
  /** `id` is of what the path begins with; other names are of one kind each. */
  const kindOf = ({ path }: Operation, id: string) => (id === 'id' ? (path.split('/')[1] ?? '') : id);
  const pick = (from: typeof things) => (operation: Operation) =>
    Object.fromEntries(operation.ids.map((id) => [id, from[kindOf(operation, id)]]));
  return {
    workflow,
    run,
    alert,
    webhook,
    failing,
    of: pick(things),
    others: pick(others),
    knows: (operation) => operation.ids.every((id) => kindOf(operation, id) in things),
  };
}
