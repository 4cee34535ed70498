import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Client, expectBody, expectStatus } from '../shared/client.ts';
import { createWorkflow, startRun, untilOver } from '../shared/runs.ts';
import { newWebhook } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

/** More than a page holds unless told. */
const COUNT = 24;
const RUNS = 21;
/** So few that a slow machine bears them. */
const AT_ONCE = 4;
const TYPES = ['page.viewed', 'feature.used', 'job.finished'];
const page = z.looseObject({ items: z.array(z.looseObject({ id: z.uuid() })) });

/** Ids of what has lists of its own. */
export interface Owners {
  readonly workflow: string;
  /** Undefined where no webhook may be sent anywhere. */
  readonly webhook: string | undefined;
  /** The name of half of the samples. */
  readonly sample: string;
}

/** Puts more than a page into every list. Some are made at once, and others say that they are of one time: so there are ties. */
export async function fillLists(user: Client, admin: Client, webhooksUrl?: string): Promise<Owners> {
  const { id: workflow } = await createWorkflow(user, 'Filled', ['collect']);
  const webhook = webhooksUrl === undefined ? undefined : await webhookIds(admin, webhooksUrl);
  const sample = `filled-${randomUUID().slice(0, 8)}`;
  const started = await times(RUNS, () => startRun(user, { id: workflow }));
  await made(COUNT, 201, (index) => user.create('/workflows', { name: `Filled ${index}` }));
  await made(COUNT, 201, (index) => user.create('/documents', { title: `Filled ${index}`, body: 'A page.' }));
  await made(COUNT, 201, (index) => upload(user, `filled-${index}.txt`));
  await made(COUNT, 200, () => admin.get('/webhooks?limit=1'));
  await made(1, 202, () => user.post('/meta-events', { events: events() }));
  await made(1, 202, () => user.post('/metrics/ingest', { source: 'filled', samples: samples(sample) }));
  for (const one of started) await untilOver(user, one);
  await untilThere(user, '/notifications');
  if (webhook !== undefined) await untilThere(admin, `/webhooks/${webhook}/deliveries`);
  return { workflow, webhook, sample };
}

async function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (done.length < count) {
    const size = Math.min(AT_ONCE, count - done.length);
    const some = Array.from({ length: size }, (_, index) => work(done.length + index));
    done.push(...(await Promise.all(some)));
  }
  return done;
}

async function made(
  count: number,
  status: number,
  ask: (index: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = await times(count, ask);
  for (const answer of answers) expectStatus(answer, status);
  return answers;
}

const upload = (user: Client, name: string) =>
  user.ask('POST', `/uploads?name=${name}`, {
    body: 'A page.\n',
    headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
  });

/** Of one that is told of the runs; the others are told of hardly anything. */
async function webhookIds(admin: Client, webhooksUrl: string): Promise<string> {
  const make = (event: string) =>
    admin.create('/webhooks', { url: `${webhooksUrl}/hooks/filled`, events: [event] });
  await made(COUNT, 201, () => make('alert.resolved'));
  return expectBody(await make('run.succeeded'), 201, newWebhook).id;
}

/** Four at each of six times, of types in turn. */
const timeOf = (index: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, index % 6)).toISOString();
const events = () =>
  Array.from({ length: COUNT }, (_, index) => ({
    id: randomUUID(),
    type: TYPES[index % TYPES.length],
    at: timeOf(index),
    data: {},
  }));
const samples = (name: string) =>
  Array.from({ length: COUNT }, (_, index) => ({
    name: index < COUNT / 2 ? name : `${name}-other`,
    value: index,
    unit: 'ms',
    at: timeOf(index),
  }));

async function untilThere(client: Client, path: string): Promise<void> {
  const look = async () => expectBody(await client.get(`${path}?limit=100`), 200, page).items.length;
  await until(`${RUNS} of ${path}`, look, (count) => count >= RUNS);
}
