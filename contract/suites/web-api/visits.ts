import { type Answer, type Client, clientOf } from '../shared/client.ts';
import { digestOf, type ExampleFile, FILE, PAGE } from './example-files.ts';
import type { Interaction } from './interaction.ts';
import * as admin from './interactions/admin.ts';
import * as alerts from './interactions/alerts.ts';
import * as metrics from './interactions/metrics.ts';
import * as notifications from './interactions/notifications.ts';
import * as search from './interactions/search.ts';
import * as sessions from './interactions/sessions.ts';
import * as uploads from './interactions/uploads.ts';
import * as workflows from './interactions/workflows.ts';
import { EXAMPLE } from '../shared/pact-terms.ts';

/** What somebody does at the web, what the web asks the API then, and what it makes of the answers. */
export interface Visit {
  readonly what: string;
  /** Exactly these, in any order. */
  readonly asks: readonly Interaction[];
  readonly does: (web: Visitor) => Promise<Answer>;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What its answer holds. */
  readonly shows?: readonly string[];
}

/** Somebody at the web; signed in by the pact's example token. */
interface Visitor {
  get(path: string, token?: string): Promise<Answer>;
  /** Sends a form. */
  post(path: string, fields?: Readonly<Record<string, string>> | FormData): Promise<Answer>;
  /** As a program. */
  program(method: string, path: string, token: string, json?: unknown): Promise<Answer>;
  anonymous(method: string, path: string, fields?: Readonly<Record<string, string>>): Promise<Answer>;
}

export function visitorOf(webUrl: string): Visitor {
  const ask: Client['ask'] = (...call) => clientOf(webUrl).ask(...call);
  const cookie = (token: string) => ({ cookie: `session=${token}` });
  return {
    get: (path, token = EXAMPLE.token) => ask('GET', path, { headers: cookie(token) }),
    post: (path, fields = {}) =>
      ask('POST', path, {
        headers: cookie(EXAMPLE.token),
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
    program: (method, path, token, json) =>
      ask(method, path, {
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': EXAMPLE.key },
        json,
      }),
    anonymous: (method, path, fields) =>
      ask(method, path, fields === undefined ? {} : { body: new URLSearchParams(fields) }),
  };
}

const { ids, key, cursor } = EXAMPLE;
const around = [sessions.me, notifications.unread];
const aroundAdmin = [sessions.meAsAdmin, notifications.unreadOfAdmin];
const ofTenant = { tenant: 'example' };
const to = (location: string) => ({ status: 303, headers: { location, ...ofTenant } });
const older = (path: string) => `href="${path}?cursor=${cursor}"`;
const WORKFLOW = `/workflows/${ids.workflow}`;

function file({ name, type, content }: ExampleFile): FormData {
  const form = new FormData();
  form.set('key', key);
  form.set('file', new File([content], name, { type }));
  return form;
}

const sessionVisits: readonly Visit[] = [
  {
    what: 'signing in',
    asks: [sessions.rightLogin],
    does: (web) => web.anonymous('POST', '/login', { email: EXAMPLE.email, password: EXAMPLE.password }),
    status: 303,
    headers: {
      location: '/dashboard',
      'set-cookie': `session=${EXAMPLE.token}; Max-Age=90000; Path=/; HttpOnly; SameSite=Lax`,
    },
  },
  {
    what: 'signing in with a wrong password',
    asks: [sessions.wrongLogin],
    does: (web) => web.anonymous('POST', '/login', { email: 'nobody@example.test', password: 'wrong' }),
    status: 401,
    shows: ['The e-mail or the password is wrong.'],
  },
  {
    what: 'signing in with a malformed e-mail',
    asks: [sessions.malformedLogin],
    does: (web) => web.anonymous('POST', '/login', { email: 'nobody', password: 'wrong' }),
    status: 401,
    shows: ['The e-mail or the password is wrong.'],
  },
  {
    what: 'signing out',
    asks: [sessions.logout],
    does: (web) => web.post('/logout'),
    status: 303,
    headers: { location: '/login' },
  },
  {
    what: 'signing in when signed in already',
    asks: [sessions.me],
    does: (web) => web.get('/login'),
    status: 302,
    headers: { location: '/dashboard' },
  },
  {
    what: 'a page in a session that is over',
    asks: [sessions.deadSession],
    does: (web) => web.get('/workflows'),
    status: 302,
    headers: { location: '/login?from=%2Fworkflows' },
  },
  {
    what: 'whether the web is healthy',
    asks: [sessions.health],
    does: (web) => web.anonymous('GET', '/api/health'),
    status: 200,
    shows: ['"status":"ok"'],
  },
];

const pageVisits: readonly Visit[] = [
  {
    what: 'the dashboard',
    asks: [...around, metrics.baseline, alerts.alerts, workflows.newestWorkflows, workflows.latestRuns],
    does: (web) => web.get('/dashboard'),
    status: 200,
    headers: ofTenant,
    shows: [
      EXAMPLE.email,
      'Notifications, 3 unread',
      '<h3>CPU</h3>',
      'Baseline 50 · -37.5',
      'Workflow &quot;Invoices&quot; failed',
      '>queued</span>',
    ],
  },
  {
    what: 'workflows',
    asks: [...around, workflows.workflows, workflows.latestRuns],
    does: (web) => web.get('/workflows'),
    status: 200,
    headers: ofTenant,
    shows: [`href="${WORKFLOW}"`, 'Invoices', 'collect', '>queued</span>', older('/workflows')],
  },
  {
    what: 'older workflows',
    asks: [...around, workflows.olderWorkflows, workflows.latestRuns],
    does: (web) => web.get(`/workflows?cursor=${cursor}`),
    status: 200,
    shows: ['Invoices'],
  },
  {
    what: 'a workflow that never ran',
    asks: [...around, workflows.oneWorkflow, workflows.noRuns],
    does: (web) => web.get(WORKFLOW),
    status: 200,
    shows: ['<h1>Invoices</h1>', `Created by ${EXAMPLE.email}`, '<li>collect</li>', 'Never run.'],
  },
  {
    what: 'a workflow that succeeded',
    asks: [...around, workflows.oneWorkflow, workflows.runs.succeeded],
    does: (web) => web.get(WORKFLOW),
    status: 200,
    shows: ['1 step in 5 ms, digest abcd1234abcd', 'aria-valuenow="100"', '2026-01-01T00:00:01.000Z'],
  },
  {
    what: 'a workflow that failed',
    asks: [...around, workflows.oneWorkflow, workflows.runs.failed],
    does: (web) => web.get(WORKFLOW),
    status: 200,
    shows: ['Step 2, &quot;fail&quot;, failed.'],
  },
  {
    what: 'a workflow that is under way',
    asks: [...around, workflows.oneWorkflow, workflows.runs.goesOn],
    does: (web) => web.get(WORKFLOW),
    status: 200,
    shows: ['aria-valuenow="50"', `action="${WORKFLOW}/runs/${ids.run}/cancel"`],
  },
  {
    what: 'a workflow that was cancelled',
    asks: [...around, workflows.oneWorkflow, workflows.runs.cancelled],
    does: (web) => web.get(WORKFLOW),
    status: 200,
    shows: ['Stopped before its end.'],
  },
  {
    what: 'older runs',
    asks: [...around, workflows.oneWorkflow, workflows.olderRuns],
    does: (web) => web.get(`${WORKFLOW}?cursor=${cursor}`),
    status: 200,
    shows: ['1 step in 5 ms'],
  },
  {
    what: 'alerts',
    asks: [...around, alerts.alerts],
    does: (web) => web.get('/alerts'),
    status: 200,
    shows: ['>error</span>', 'worker · 3 times · open', `action="/alerts/${ids.alert}/acknowledge"`],
  },
  {
    what: 'uploads',
    asks: [...around, uploads.uploads],
    does: (web) => web.get('/uploads'),
    status: 200,
    shows: [FILE.name, 'text/plain', '2.0 KB', '<code>abcd1234abcd</code>', EXAMPLE.email],
  },
  {
    what: 'older uploads',
    asks: [...around, uploads.olderUploads],
    does: (web) => web.get(`/uploads?cursor=${cursor}`),
    status: 200,
    shows: [FILE.name],
  },
  {
    what: 'a search',
    asks: [...around, search.found],
    does: (web) => web.get('/search?q=zebras+%26+lions'),
    status: 200,
    shows: ['1 result for “zebras &amp; lions”', '>Zebras</h2>', 'About <mark>zebras</mark> only.'],
  },
  {
    what: 'a search in vain',
    asks: [...around, search.notFound],
    does: (web) => web.get('/search?q=nothingofthesort'),
    status: 200,
    shows: ['Nothing found for “nothingofthesort”.'],
  },
  {
    what: 'a search for nothing',
    asks: [...around, search.emptySearch],
    does: (web) => web.get('/search?q=+'),
    status: 400,
    shows: ['Please check: q. Type 1 to 200 characters'],
  },
  {
    what: 'notifications',
    asks: [...around, notifications.notifications],
    does: (web) => web.get('/notifications'),
    status: 200,
    shows: ['3 unread', `href="${WORKFLOW}"`, 'Workflow &quot;Invoices&quot; succeeded', '>unread</span>'],
  },
  {
    what: 'older notifications',
    asks: [...around, notifications.olderNotifications],
    does: (web) => web.get(`/notifications?cursor=${cursor}`),
    status: 200,
    shows: ['Workflow &quot;Invoices&quot; succeeded'],
  },
  {
    what: 'what admins see',
    asks: [...aroundAdmin, admin.overview, admin.webhooks, admin.deliveries, admin.audit],
    does: (web) => web.get('/admin', EXAMPLE.adminToken),
    status: 200,
    headers: ofTenant,
    shows: [
      '<dt>Waiting</dt><dd>11</dd>',
      '<dt>Completed</dt><dd>15</dd>',
      'https://hooks.example.test/in',
      '1 delivered',
      '<code>GET /admin/overview</code>',
      'request-7',
      older('/admin'),
    ],
  },
  {
    what: 'the older audit log',
    asks: [...aroundAdmin, admin.overview, admin.webhooks, admin.deliveries, admin.olderAudit],
    does: (web) => web.get(`/admin?cursor=${cursor}`, EXAMPLE.adminToken),
    status: 200,
    shows: ['request-7'],
  },
  {
    what: 'what admins see, for somebody who is none',
    asks: [...around, admin.overviewOfUser],
    does: (web) => web.get('/admin'),
    status: 403,
    shows: ['You may not do this. Ask an admin of your tenant.'],
  },
];

const formVisits: readonly Visit[] = [
  {
    what: 'creating a workflow with steps',
    asks: [workflows.newWorkflow],
    does: (web) =>
      web.post('/workflows', { name: ' Invoices ', steps: 'collect, send', key, back: '/workflows' }),
    ...to('/workflows'),
  },
  {
    what: 'creating a workflow without steps',
    asks: [workflows.newWorkflowWithoutSteps],
    does: (web) => web.post('/workflows', { name: 'Invoices', key, back: '/dashboard' }),
    ...to('/dashboard'),
  },
  {
    what: 'creating a workflow without a name',
    asks: [workflows.namelessWorkflow, ...around, workflows.workflows, workflows.latestRuns],
    does: (web) => web.post('/workflows', { name: ' ', key, back: '/workflows' }),
    status: 400,
    shows: ['Please check: name.'],
  },
  {
    what: 'creating a workflow that was sent before',
    asks: [workflows.workflowOfUsedKey, ...around, workflows.workflows, workflows.latestRuns],
    does: (web) => web.post('/workflows', { name: 'Other invoices', key, back: '/workflows' }),
    status: 422,
    shows: ['This was sent before with other content.'],
  },
  {
    what: 'deleting a workflow',
    asks: [workflows.deletion],
    does: (web) => web.post(`${WORKFLOW}/delete`),
    ...to('/workflows'),
  },
  {
    what: 'running a workflow',
    asks: [workflows.newRun],
    does: (web) => web.post(`${WORKFLOW}/runs`, { back: WORKFLOW }),
    ...to(WORKFLOW),
  },
  {
    what: 'running a workflow that was deleted',
    asks: [workflows.runOfNothing, ...around],
    does: (web) => web.post(`${WORKFLOW}/runs`, { back: WORKFLOW }),
    status: 404,
    shows: ['Page not found'],
  },
  {
    what: 'cancelling a run',
    asks: [workflows.cancelling],
    does: (web) => web.post(`${WORKFLOW}/runs/${ids.run}/cancel`),
    ...to(WORKFLOW),
  },
  {
    what: 'cancelling a run that is over',
    asks: [workflows.cancellingTooLate, ...around, workflows.oneWorkflow, workflows.runs.succeeded],
    does: (web) => web.post(`${WORKFLOW}/runs/${ids.run}/cancel`),
    status: 409,
    shows: ['It has changed meanwhile.'],
  },
  {
    what: 'acknowledging an alert',
    asks: [alerts.acknowledging],
    does: (web) => web.post(`/alerts/${ids.alert}/acknowledge`, { back: '/alerts' }),
    ...to('/alerts'),
  },
  {
    what: 'resolving an alert',
    asks: [alerts.resolving],
    does: (web) => web.post(`/alerts/${ids.alert}/resolve`, { back: '/alerts' }),
    ...to('/alerts'),
  },
  {
    what: 'acknowledging an alert that is resolved',
    asks: [alerts.acknowledgingTooLate, ...around, alerts.alerts],
    does: (web) => web.post(`/alerts/${ids.alert}/acknowledge`, { back: '/alerts' }),
    status: 409,
    shows: ['It has changed meanwhile.'],
  },
  {
    what: 'uploading a file',
    asks: [uploads.newUpload],
    does: (web) => web.post('/uploads', file(FILE)),
    ...to('/uploads'),
  },
  {
    what: 'uploading a file of a type that is not taken',
    asks: [uploads.uploadOfOtherType, ...around, uploads.uploads],
    does: (web) => web.post('/uploads', file(PAGE)),
    status: 415,
    shows: ['This type of file is not taken'],
  },
  {
    what: 'downloading an upload',
    asks: [uploads.uploadContent],
    does: (web) => web.get(`/uploads/${ids.upload}/content`),
    status: 200,
    headers: {
      'content-type': FILE.type,
      'content-digest': digestOf(FILE),
      'content-disposition': `attachment; filename="${FILE.name}"`,
      ...ofTenant,
    },
    shows: [FILE.content],
  },
  {
    what: 'downloading an upload that was deleted',
    asks: [uploads.deletedContent, ...around],
    does: (web) => web.get(`/uploads/${ids.upload}/content`),
    status: 404,
    shows: ['Page not found'],
  },
  {
    what: 'deleting an upload',
    asks: [uploads.uploadDeletion],
    does: (web) => web.post(`/uploads/${ids.upload}/delete`),
    ...to('/uploads'),
  },
  {
    what: 'marking a notification as read',
    asks: [notifications.reading],
    does: (web) => web.post(`/notifications/${ids.notification}/read`),
    ...to('/notifications'),
  },
  {
    what: 'marking all notifications as read',
    asks: [notifications.readingAll],
    does: (web) => web.post('/notifications/read-all'),
    ...to('/notifications'),
  },
];

const programVisits: readonly Visit[] = [
  {
    what: 'the metrics baseline for a program',
    asks: [metrics.baseline],
    does: (web) => web.program('GET', '/api/metrics/baseline', EXAMPLE.token),
    status: 200,
    headers: ofTenant,
    shows: ['"name":"cpu"', '"windowSeconds":60'],
  },
  {
    what: 'the metrics baseline for a program whose token is none',
    asks: [metrics.baselineOfNobody],
    does: (web) => web.program('GET', '/api/metrics/baseline', 'ended-token'),
    status: 401,
    shows: ['"code":"UNAUTHENTICATED"'],
  },
  {
    what: 'a stream in a session that is over',
    asks: [metrics.streamOfNobody],
    does: (web) => web.get('/events', 'ended-token'),
    status: 401,
    shows: ['"code":"UNAUTHENTICATED"'],
  },
  {
    what: 'samples of a program',
    asks: [metrics.ingest],
    does: (web) => web.program('POST', '/api/metrics/ingest', EXAMPLE.token, metrics.ingest.request.json),
    status: 202,
    headers: ofTenant,
    shows: ['"accepted":2'],
  },
  {
    what: 'malformed samples of a program',
    asks: [metrics.malformedIngest],
    does: (web) =>
      web.program('POST', '/api/metrics/ingest', EXAMPLE.token, metrics.malformedIngest.request.json),
    status: 400,
    shows: ['samples.0.value'],
  },
];

export const visits: readonly Visit[] = [...sessionVisits, ...pageVisits, ...formVisits, ...programVisits];

/** The inventory: all that the pact must hold, no more and no less. */
export const interactions: readonly Interaction[] = [...new Set(visits.flatMap(({ asks }) => asks))];
