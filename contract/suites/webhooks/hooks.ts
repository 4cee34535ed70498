import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Client, expectBody, expectStatus } from '../shared/client.ts';
import { hooksAt, type Received } from '../shared/collector.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { delivery, listOf, newWebhook, type Run, time, webhookEvent } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

/** What every delivery says. */
export const message = z.strictObject({
  id: z.uuid(),
  event: webhookEvent,
  tenant: z.string(),
  at: time,
  data: z.record(z.string(), z.unknown()),
});
type Event = z.infer<typeof webhookEvent>;
type Delivery = z.infer<typeof delivery>;

/** A webhook whose deliveries the collector shows. */
export interface Hook extends z.infer<typeof newWebhook> {
  /** The path that it is sent to is `/hooks/<name>`. */
  readonly name: string;
}

export interface Hooks {
  /** A new one. The collector answers it as `script` says: `?status=500&times=2`. */
  make(events: readonly Event[], script?: string): Promise<Hook>;
  remove(...hooks: readonly Hook[]): Promise<void>;
  /** The requests that arrived for it, once there are so many. */
  arrivals(hook: Hook, count: number): Promise<readonly Received[]>;
  /** What arrived for it, whatever that is. */
  now(hook: Hook): Promise<readonly Received[]>;
  /** Its newest delivery, once one of its deliveries has this status. */
  delivery(hook: Hook, status: Delivery['status']): Promise<Delivery>;
}

/** Webhooks of the admin's tenant, sent to `webhooksUrl`, seen at `collectorUrl`. */
export function hooksOf(
  admin: Client,
  { webhooksUrl, collectorUrl }: Record<'webhooksUrl' | 'collectorUrl', string>,
): Hooks {
  const now = ({ name }: Hook) => hooksAt(collectorUrl, name);
  return {
    now,
    make: async (events, script = '') => {
      const name = `hook-${randomUUID()}`;
      const answer = await admin.create('/webhooks', {
        url: `${webhooksUrl}/hooks/${name}${script}`,
        events,
      });
      return { ...expectBody(answer, 201, newWebhook), name };
    },
    remove: async (...hooks) => {
      for (const { id } of hooks) expectStatus(await admin.delete(`/webhooks/${id}`), 204);
    },
    arrivals: (hook, count) =>
      until(
        `${count} deliveries at /hooks/${hook.name}`,
        () => now(hook),
        ({ length }) => length >= count,
      ),
    delivery: async ({ id }, status) => {
      const path = `/webhooks/${id}/deliveries`;
      const look = async () => expectBody(await admin.get(path), 200, listOf(delivery)).items;
      const all = await until(`a delivery that is ${status}`, look, (list) =>
        list.some((one) => one.status === status),
      );
      return all[0] as Delivery;
    },
  };
}

/** Runs a new workflow of these steps to its end. */
export async function runNew(client: Client, steps: readonly string[]): Promise<Run> {
  return runToEnd(client, await createWorkflow(client, `Hooked ${randomUUID().slice(0, 8)}`, steps));
}

export const messageOf = ({ body }: Received) => message.parse(JSON.parse(body));
export const idsOf = (list: readonly Received[]) => new Set(list.map(({ headers }) => headers['webhook-id']));
