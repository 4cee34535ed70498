import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Client, expectBody } from '../shared/client.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { alerts, notifications } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

/** What the user owns: ids of one of each. */
export interface Things {
  readonly workflow: string;
  readonly run: string;
  readonly upload: string;
  readonly document: string;
  readonly alert: string;
  readonly notification: string;
  /** Another one at each call, to be deleted. */
  readonly fresh: Readonly<Record<'workflow' | 'upload' | 'document', () => Promise<string>>>;
}

const made = z.looseObject({ id: z.uuid() });

/** Makes one of each. The run has failed, and the alert is its. */
export async function makeThings(user: Client): Promise<Things> {
  const fresh = makers(user);
  const name = `Access ${randomUUID().slice(0, 8)}`;
  const { id: workflow } = await createWorkflow(user, name, ['collect', 'fail']);
  const { id: run } = await runToEnd(user, { id: workflow });
  const [upload, document] = [await fresh.upload(), await fresh.document()];
  const alert = await firstNamed(name, async () => expectBody(await user.get('/alerts'), 200, alerts).items);
  const notification = await firstNamed(
    name,
    async () => expectBody(await user.get('/notifications'), 200, notifications).items,
  );
  return { workflow, run, upload, document, alert, notification, fresh };
}

function makers(user: Client): Things['fresh'] {
  const idOf = async (answer: ReturnType<Client['ask']>) => expectBody(await answer, 201, made).id;
  const headers = () => ({ 'content-type': 'text/plain', 'idempotency-key': randomUUID() });
  return {
    workflow: () => idOf(user.create('/workflows', { name: 'Access' })),
    document: () => idOf(user.create('/documents', { title: 'Access', body: 'Who may.' })),
    upload: () =>
      idOf(user.ask('POST', '/uploads?name=access.txt', { body: 'access\n', headers: headers() })),
  };
}

async function firstNamed(
  name: string,
  list: () => Promise<readonly { readonly id: string; readonly title: string }[]>,
): Promise<string> {
  const named = async () => (await list()).filter(({ title }) => title.includes(name));
  const [first] = await until(`something titled "${name}"`, named, (items) => items.length > 0);
  return first?.id ?? '';
}
