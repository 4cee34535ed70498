import { check, sleep } from 'k6';
import crypto from 'k6/crypto';
import encoding from 'k6/encoding';
import { Trend } from 'k6/metrics';
import { forget, type Received, receivedAfter } from './collector.ts';
import { askApi, fieldOf, think } from './request.ts';
import { makeWorkflow, removeWorkflow, startRun } from './runs.ts';
import { openSessions, type Session, type Sessions, signIn } from './sessions.ts';
import { type Labels, tagsOf } from './tags.ts';
import { account, collectorUrl, webhooksUrl } from './target.ts';

/** From asking for a run to its message at the receiver, as seen by looking there every 50 ms. */
const delay = new Trend('webhook_delay', true);
const LOOK_EVERY_SECONDS = 0.05;
const LONGEST_MS = 15_000;

/** A webhook of ours, and who starts the runs that it is told of. */
export interface Hooked {
  readonly sessions: Sessions;
  readonly id: string;
  /** What the receiver calls it. */
  readonly name: string;
  readonly secret: string;
}

/** Whether anybody can see what arrives at a webhook. */
export const canHear = webhooksUrl !== '' && collectorUrl !== '';

const labels = (endpoint: string, kind: Labels['kind']): Labels => ({ module: 'webhooks', endpoint, kind });

/** Makes the webhook before the load begins. */
export function openWebhook(): Hooked {
  if (!canHear)
    throw new Error('TARGET_WEBHOOKS_URL and TARGET_COLLECTOR_URL are not set: nobody can see what arrives');
  const admin = signIn(account('ADMIN'));
  const name = `load-${Date.now()}-${Math.floor(Math.random() * 1e9)}`;
  const body = { url: `${webhooksUrl}/hooks/${name}`, events: ['run.succeeded'] };
  const request = { body, headers: { 'idempotency-key': name }, expect: 201 };
  const made = askApi(admin, 'POST', '/webhooks', labels('/webhooks', 'write'), request);
  const [id, secret] = [fieldOf(made, 'id'), fieldOf(made, 'secret')];
  if (id === undefined || secret === undefined)
    throw new Error(`cannot make a webhook to ${body.url}: the API answered ${made.status}`);
  return { sessions: openSessions(), id, name, secret };
}

/** Signs in anew: after a long load the token of its beginning is no good any more. */
export function closeWebhook({ id, name }: Hooked): void {
  askApi(signIn(account('ADMIN')), 'DELETE', `/webhooks/${id}`, labels('/webhooks/{id}', 'write'), {
    expect: 204,
  });
  forget(name);
}

/** Starts a run and waits for the message about it. */
export function webhooks(hook: Hooked, session: Session): void {
  const workflow = makeWorkflow(session, { name: 'Told under load' });
  if (workflow === undefined) return;
  const causedAt = Date.now();
  const run = startRun(session, workflow);
  if (run !== undefined) {
    const message = arrival(hook, run, causedAt + LONGEST_MS);
    const tags = tagsOf('worker', { module: 'webhooks', endpoint: 'deliver webhook', kind: 'delivery' });
    delay.add(Date.now() - causedAt, tags);
    check(
      message,
      {
        'the webhook is told of a run in time': (found) => found !== undefined,
        'the message is signed': (found) => found !== undefined && isSigned(found, hook.secret),
      },
      tags,
    );
  }
  removeWorkflow(session, workflow);
  think();
}

/** How far this VU has read at the receiver. */
let seen = 0;

function arrival({ name }: Hooked, run: string, deadline: number): Received | undefined {
  for (;;) {
    const received = receivedAfter(name, seen);
    const found = received.find(({ body }) => body.includes(run));
    seen = received.at(-1)?.seq ?? seen;
    if (found !== undefined || Date.now() >= deadline) return found;
    sleep(LOOK_EVERY_SECONDS);
  }
}

/** As Standard Webhooks ask: `v1,` and the HMAC-SHA256 of id, timestamp and body, with the secret that only we two know. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const signed = `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${body}`;
  const key = encoding.b64decode(secret.replace(/^whsec_/, ''));
  return headers['webhook-signature'] === `v1,${crypto.hmac('sha256', key, signed, 'base64')}`;
}
