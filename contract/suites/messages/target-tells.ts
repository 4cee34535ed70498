import { randomBytes, randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { z } from 'zod';
import type { Binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { alertsAt, type Received } from '../shared/collector.ts';
import { openStream } from '../shared/event-stream.ts';
import type { Told } from '../shared/pact-verification.ts';
import { createWorkflow, runNow, startRun, untilOver } from '../shared/runs.ts';
import { alerts, delivery, listOf, run, type Run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { messages } from '../streams/messages.ts';
import { hooksOf } from '../webhooks/hooks.ts';
import { flawOf } from '../webhooks/signature.ts';
import type { Queues } from './queues.ts';

const EVENTS = ['run.succeeded', 'run.failed', 'alert.opened', 'alert.resolved'] as const;

/** By description of the message. */
type Everything = Readonly<Record<string, Told | undefined>>;

/** What the running target really told when it was made to. */
export interface Telling {
  readonly jobs: Everything;
  readonly sent: Everything;
  readonly streamed: Everything;
  readonly onSocket: Everything;
  /** What is wrong with the signatures of webhooks. */
  readonly flaws: readonly string[];
  /** Of the run whose job it is. */
  readonly context: { readonly requestId: string; readonly traceId: string };
}

interface Heard {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

/** Makes the target tell each of its messages, and hears them all. */
export async function targetTells(target: Outside, queues: Queues): Promise<Telling> {
  const { apiUrl, accounts } = target;
  const [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  const hooks = hooksOf(admin, target);
  const hook = await hooks.make(EVENTS);
  const stream = await openStream(user);
  const socket = await listen(user);
  const name = `Told ${randomUUID().slice(0, 8)}`;
  const operatorsAlerts = () => alertsAt(target.collectorUrl, name);
  const context = { requestId: `pact-${randomUUID()}`, traceId: randomBytes(16).toString('hex') };

  const failing = await createWorkflow(user, name, ['fail']);
  const answer = await user.post(`/workflows/${failing.id}/runs`, undefined, {
    'request-id': context.requestId,
    traceparent: `00-${context.traceId}-${randomBytes(8).toString('hex')}-01`,
  });
  const first = await untilOver(user, expectBody(answer, 202, run));
  const alert = await alertOf(user, name);
  expectStatus(await user.post(`/alerts/${alert}/acknowledge`), 200);
  expectStatus(await user.post(`/alerts/${alert}/resolve`), 200);
  expectStatus(await user.put(`/workflows/${failing.id}`, { name, steps: ['collect'] }), 200);
  const second = await untilOver(user, await startRun(user, failing));
  const cancelled = await cancelledRun(user);

  const last = (data: string) => data.includes(cancelled.id) && data.includes('cancelled');
  // What does not come is not told: each message says so by itself.
  await Promise.allSettled([
    hooks.arrivals(hook, EVENTS.length),
    until('an alert message', operatorsAlerts, ({ length }) => length > 0),
    stream.first('the end of the cancelled run', ({ data }) => last(data)),
    until(
      'the same on the socket',
      () => socket.heard,
      (all) => all.some(({ data }) => last(JSON.stringify(data))),
    ),
  ]);
  const arrived = await hooks.now(hook);
  const [alertMessage] = await operatorsAlerts();
  const streamed = stream.events
    .filter(({ type }) => type in messages)
    .map(({ type, id, data }) => ({ type, id, data: JSON.parse(data) as unknown }));
  stream.close();
  socket.close();
  const about = [first, second, cancelled];
  return {
    context,
    jobs: {
      'a run to do': told(await queues.job('workflow-runs', first.id)),
      'a delivery to make': told(
        await queues.job('webhook-deliveries', await deliveryOf(admin, hook.id, 'alert.resolved')),
      ),
    },
    sent: {
      ...sentBy(arrived),
      'an alert message for the operator': alertMessage && received(alertMessage),
    },
    flaws: arrived.flatMap((one) => flawOf(one, hook.secret) ?? []),
    streamed: eventsOf(streamed, about, alert),
    onSocket: eventsOf(socket.heard, about, alert),
  };
}

type Outside = Omit<Binding, 'collectorUrl' | 'webhooksUrl'> & {
  readonly collectorUrl: string;
  readonly webhooksUrl: string;
};

const told = (content: unknown, metadata = {}): Told => ({ content, metadata });
const received = ({ body, headers }: Received) => told(JSON.parse(body), headers);

async function listen({ url, token }: Client) {
  const heard: Heard[] = [];
  const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
  for (const type of Object.keys(messages))
    socket.on(type, (data: unknown, { id }: { id: string }) => heard.push({ type, data, id }));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return { heard, close: () => socket.disconnect() };
}

async function alertOf(user: Client, name: string): Promise<string> {
  const look = async () =>
    expectBody(await user.get('/alerts'), 200, alerts).items.find(({ title }) => title.includes(name));
  return (await until(`an alert of "${name}"`, look, (found) => found !== undefined))?.id ?? '';
}

async function cancelledRun(user: Client): Promise<Run> {
  const started = await startRun(user, await createWorkflow(user, 'Cancelled', ['wait 2000']));
  await until(
    'a run that is running',
    () => runNow(user, started),
    ({ status }) => status === 'running',
  );
  const path = `/workflows/${started.workflowId}/runs/${started.id}/cancel`;
  return expectBody(await user.post(path), 200, run);
}

async function deliveryOf(admin: Client, webhook: string, event: string): Promise<string> {
  const answer = await admin.get(`/webhooks/${webhook}/deliveries`);
  const { items } = expectBody(answer, 200, listOf(delivery));
  return items.find((one) => one.event === event)?.id ?? '';
}

const envelope = z.looseObject({ event: z.string() });
function sentBy(arrived: readonly Received[]): Everything {
  return Object.fromEntries(
    arrived.map((one) => {
      const { event } = envelope.parse(JSON.parse(one.body));
      return [`a webhook: ${event}`, received(one)];
    }),
  );
}

/** The first event of each sort that tells of these runs and this alert. */
function eventsOf(heard: readonly Heard[], runs: readonly Run[], alert: string): Everything {
  const fields = z.looseObject({
    runId: z.string().optional(),
    alertId: z.string().optional(),
    status: z.string().optional(),
  });
  const found: Record<string, Told> = {};
  for (const { type, id, data } of heard) {
    const { runId, alertId, status } = fields.parse(data);
    const ours =
      runId === undefined ? alertId === undefined || alertId === alert : runs.some((one) => one.id === runId);
    const what =
      runId === undefined
        ? alertId === undefined
          ? 'a notification'
          : `an alert is ${status}`
        : `a run is ${status}`;
    if (ours) found[what] ??= told(data, { type, id });
  }
  return found;
}
