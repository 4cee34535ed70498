import { webhooksUrl } from '../../../scenarios/flows/target.ts';
import { type Calls, call, fresh, freshId, prepare, refused, unknownId } from './call.ts';
import type { Visit } from '../visit.ts';

const now = () => new Date().toISOString();
/** No run of this load fails: a webhook that is made here is never asked to deliver. */
const hook = { url: `${webhooksUrl}/hooks/load`, events: ['run.failed'] };

function newWebhook(visit: Visit): string {
  const headers = { 'idempotency-key': fresh() };
  return prepare(visit, 'POST', '/webhooks', { who: 'admin', body: hook, headers }).json('id') as string;
}

/** Makes the webhook that `POST /webhooks` made disappear again. */
function createWebhook(visit: Visit) {
  const created = webhook.ask(visit);
  prepare(visit, 'DELETE', `/webhooks/${created.json('id') as string}`, { who: 'admin' });
  return created;
}

const creation = call(
  'POST /webhooks',
  () => '/webhooks',
  () => ({
    who: 'admin',
    body: hook,
    headers: { 'idempotency-key': fresh() },
  }),
);
const webhook = creation['POST /webhooks'] as Calls[string];

/** Alerts, notifications, webhooks, meta-events, ingested metrics. */
export const messageCalls: Calls = {
  ...call('GET /alerts', () => '/alerts'),
  ...call('POST /alerts/{id}/acknowledge', ({ alert }) => `/alerts/${alert}/acknowledge`),
  ...refused('POST /alerts/{id}/resolve', 404, () => `/alerts/${unknownId}/resolve`),
  ...call('GET /notifications', () => '/notifications?limit=20'),
  ...refused('POST /notifications/{id}/read', 404, () => `/notifications/${unknownId}/read`),
  ...call('POST /notifications/read-all', () => '/notifications/read-all'),
  'POST /webhooks': { ask: createWebhook },
  ...call(
    'GET /webhooks',
    () => '/webhooks',
    () => ({ who: 'admin' }),
  ),
  ...call(
    'DELETE /webhooks/{id}',
    (visit) => `/webhooks/${newWebhook(visit)}`,
    () => ({ who: 'admin' }),
  ),
  ...refused(
    'GET /webhooks/{id}/deliveries',
    404,
    () => `/webhooks/${unknownId}/deliveries`,
    () => ({ who: 'admin' }),
  ),
  ...refused(
    'POST /webhooks/{id}/deliveries/{deliveryId}/redrive',
    404,
    () => `/webhooks/${unknownId}/deliveries/${unknownId}/redrive`,
    () => ({ who: 'admin' }),
  ),
  ...call(
    'POST /meta-events',
    () => '/meta-events',
    () => ({
      body: { events: [{ id: freshId(), type: 'feature.used', at: now(), data: { feature: 'load' } }] },
    }),
  ),
  ...call('GET /meta-events', () => '/meta-events?limit=20'),
  ...call(
    'POST /metrics/ingest',
    () => '/metrics/ingest',
    () => ({
      body: { source: 'load', samples: [{ name: 'load.visits', value: 1, unit: 'visits', at: now() }] },
    }),
  ),
  ...call('GET /metrics/ingested', () => '/metrics/ingested?name=load.visits'),
};
