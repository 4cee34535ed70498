import type { MatchersV3 } from '@pact-foundation/pact';
import { EXAMPLE, context, id, nullValue, oneOf, regex, string, time } from '../shared/pact-terms.ts';

/** One message that somebody waits for. */
export interface Message {
  readonly description: string;
  readonly content: object;
  /** What comes with it: headers, or the type of an event. */
  readonly metadata?: Readonly<Record<string, string | MatchersV3.Matcher<string>>>;
}

/** What the API and the worker put into the queues, for the worker. */
const traced = {
  tenant: string('example'),
  requestId: context['request-id'],
  traceparent: context.traceparent,
};
export const jobs = {
  'workflow-runs': {
    description: 'a run to do',
    content: {
      runId: id('run'),
      workflowId: id('workflow'),
      tenantId: id('tenant'),
      userId: id('user'),
      ...traced,
    },
  },
  'webhook-deliveries': {
    description: 'a delivery to make',
    content: { deliveryId: id('delivery'), tenantId: id('tenant'), ...traced },
  },
} as const satisfies Readonly<Record<string, Message>>;
export type QueueName = keyof typeof jobs;

const delivered = {
  'content-type': regex('^application/json.*$', 'application/json'),
  'webhook-id': id('delivery'),
  'webhook-timestamp': regex('^[0-9]{10}$', '1767225600'),
  'webhook-signature': regex('^v1,[A-Za-z0-9+/]{43}=$', `v1,${'a'.repeat(43)}=`),
  tenant: string('example'),
  ...context,
};
const hook = (event: string, data: object): Message => ({
  description: `a webhook: ${event}`,
  content: { id: id('delivery'), event, tenant: string('example'), at: time(), data },
  metadata: delivered,
});
const run = { runId: id('run'), workflowId: id('workflow') };
const hookedRun = { ...run, workflow: string('Invoices') };
const alert = {
  alertId: id('alert'),
  severity: oneOf('error', 'warning', 'info'),
  title: string('Workflow "Invoices" failed'),
};

/** What the worker sends to the outside. */
export const webhooks: readonly Message[] = [
  hook('run.succeeded', { ...hookedRun, status: 'succeeded', failure: nullValue() }),
  hook('run.failed', { ...hookedRun, status: 'failed', failure: string('Step 1, "fail", failed.') }),
  hook('alert.opened', { ...alert, status: 'open' }),
  hook('alert.resolved', { ...alert, status: 'resolved' }),
];
export const operatorAlert: Message = {
  description: 'an alert message for the operator',
  content: {
    id: id('alert'),
    severity: alert.severity,
    title: alert.title,
    source: string('worker'),
    tenant: string('example'),
    status: 'open',
    at: time(),
    link: regex('^https?://.+/alerts$', 'https://example.test/alerts'),
  },
  metadata: { 'content-type': delivered['content-type'] },
};

const event = (description: string, type: string, content: object): Message => ({
  description,
  content,
  metadata: { type, id: regex('^[0-9]+-[0-9]+$', '1767225600000-0') },
});
const progress = (status: string, value: number | MatchersV3.Matcher<number>) =>
  event(`a run is ${status}`, 'run.progress', { ...run, status, progress: value });

/** What the streams of the API tell the page's script. */
export const events: readonly Message[] = [
  progress('queued', 0),
  progress('running', 0),
  progress('succeeded', 100),
  progress('failed', 0),
  progress('cancelled', 0),
  ...['open', 'acknowledged', 'resolved'].map((status) =>
    event(`an alert is ${status}`, 'alert.changed', { ...alert, status }),
  ),
  event('a notification', 'notification.created', {
    notificationId: id('notification'),
    userId: id('user'),
    title: string(`Workflow "Invoices" succeeded for ${EXAMPLE.email}`),
  }),
];
