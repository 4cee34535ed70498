import { randomUUID } from 'node:crypto';
import type { Things } from './things.ts';

/** Who asks the web. Strangers are of another tenant; an ended session was good once. */
export const ASKERS = ['nobody', 'user', 'admin', 'stranger', 'strange admin', 'ended', 'forged'] as const;
export type WebAsker = (typeof ASKERS)[number];

/** A status, and where it leads if anywhere; `<here>` stands for the path that was asked for, as a
 * query holds it, `<workflow>` for the id of ours. */
type Outcome = string;

/** Anew for each request. */
type Fields = () => Readonly<Record<string, string>>;

export interface WebRoute {
  /** `POST /workflows/:id/delete`. */
  readonly name: string;
  readonly expected: Readonly<Record<WebAsker, Outcome>>;
  /** Of what it is about, one that is there still. */
  readonly path: (things: Things) => string | Promise<string>;
  /** Of a form: what is sent with it. */
  readonly fields?: Fields;
}

const everybody = (outcome: Outcome): WebRoute['expected'] =>
  Object.fromEntries(ASKERS.map((asker) => [asker, outcome])) as WebRoute['expected'];
/** Nobody, and whoever has no session any more, is asked to sign in; the latter may be told so, and led back afterwards. */
const signedIn = (outcome: Outcome, otherwise: Outcome, over = otherwise): WebRoute['expected'] => ({
  ...everybody(outcome),
  ...{ nobody: otherwise, ended: over, forged: over },
});
const afterwards = (path: string) => `/login?from=${encodeURIComponent(path)}`;
const admins = (expected: WebRoute['expected']) => ({ ...expected, user: '403', stranger: '403' });
const own = (expected: WebRoute['expected']) => ({ ...expected, stranger: '404', 'strange admin': '404' });
const page = signedIn('200', '302 /login', '302 /login?from=<here>');
const file = signedIn('200', '302 /login', `302 ${afterwards('/uploads')}`);
const relay = signedIn('200', '401');
const form = (leadsTo: string) => signedIn(`303 ${leadsTo}`, '303 /login', `303 ${afterwards(leadsTo)}`);

type Rows = Readonly<Record<string, readonly [path: WebRoute['path'], fields?: WebRoute['fields']]>>;
const rows = (expected: WebRoute['expected'], asks: Rows): WebRoute[] =>
  Object.entries(asks).map(([name, [path, fields]]) => ({ name, expected, path, ...(fields && { fields }) }));
const at = (path: string) => () => path;
const NONE: Fields = () => ({});
const BACK: Fields = () => ({ back: '/alerts' });

/** Every route of the web, and what each asker gets of it. */
export const webRoutes: readonly WebRoute[] = [
  ...rows(everybody('200'), {
    'GET /api/health/live': [at('/api/health/live')],
    'GET /api/health': [at('/api/health')],
    'GET /api/openapi.json': [at('/api/openapi.json')],
    'GET /assets/app.css': [at('/assets/app.css')],
    'GET /assets/app.js': [at('/assets/app.js')],
    'GET /favicon.svg': [at('/favicon.svg')],
  }),
  ...rows({ ...everybody('302 /dashboard'), nobody: '302 /login' }, { 'GET /': [at('/')] }),
  ...rows(
    { ...everybody('302 /dashboard'), nobody: '200', ended: '200', forged: '200' },
    { 'GET /login': [at('/login')] },
  ),
  ...rows(everybody('401'), {
    'POST /login': [
      at('/login'),
      () => ({ email: `nobody-${randomUUID()}@example.test`, password: 'wrong' }),
    ],
    'POST /api/revalidate': [at('/api/revalidate'), NONE],
  }),
  ...rows(page, {
    'GET /dashboard': [at('/dashboard')],
    'GET /workflows': [at('/workflows')],
    'GET /uploads': [at('/uploads')],
    'GET /search': [at('/search?q=backup')],
    'GET /alerts': [at('/alerts')],
    'GET /notifications': [at('/notifications')],
  }),
  ...rows(admins(page), { 'GET /admin': [at('/admin')] }),
  ...rows(own(page), {
    'GET /workflows/:id': [({ workflow }) => `/workflows/${workflow}`],
  }),
  ...rows(own(file), { 'GET /uploads/:id/content': [({ upload }) => `/uploads/${upload}/content`] }),
  ...rows(relay, {
    'GET /events': [at('/events')],
    'GET /api/metrics/baseline': [at('/api/metrics/baseline')],
  }),
  // What is sent is refused as malformed, whoever sends it.
  ...rows(signedIn('400', '401'), { 'POST /api/metrics/ingest': [at('/api/metrics/ingest')] }),
  ...rows(admins(relay), { 'GET /api/metrics/prometheus': [at('/api/metrics/prometheus')] }),
  ...rows(form('/alerts'), {
    'POST /workflows': [at('/workflows'), () => ({ name: 'Access', key: randomUUID(), back: '/alerts' })],
  }),
  ...rows(form('/notifications'), { 'POST /notifications/read-all': [at('/notifications/read-all'), NONE] }),
  ...rows(own(form('/alerts')), {
    'POST /workflows/:id/runs': [({ workflow }) => `/workflows/${workflow}/runs`, BACK],
    'POST /alerts/:id/acknowledge': [({ alert }) => `/alerts/${alert}/acknowledge`, BACK],
    'POST /alerts/:id/resolve': [({ alert }) => `/alerts/${alert}/resolve`, BACK],
  }),
  ...rows(own(form('/workflows')), {
    'POST /workflows/:id/delete': [async ({ fresh }) => `/workflows/${await fresh.workflow()}/delete`, NONE],
  }),
  ...rows(own(form('/uploads')), {
    'POST /uploads/:id/delete': [async ({ fresh }) => `/uploads/${await fresh.upload()}/delete`, NONE],
  }),
  // A person's own: a colleague is a stranger to it.
  ...rows(
    { ...own(form('/notifications')), admin: '404' },
    { 'POST /notifications/:id/read': [({ notification }) => `/notifications/${notification}/read`, NONE] },
  ),
  // It is over: whoever may cancel it is told so.
  ...rows(own(signedIn('409', '303 /login', '303 /login?from=%2Fworkflows%2F<workflow>')), {
    'POST /workflows/:id/runs/:runId/cancel': [
      ({ workflow, run }) => `/workflows/${workflow}/runs/${run}/cancel`,
      NONE,
    ],
  }),
  // Sent as fields, which no file is.
  ...rows(signedIn('415', '303 /login', `303 ${afterwards('/uploads')}`), {
    'POST /uploads': [at('/uploads'), NONE],
  }),
  ...rows(everybody('303 /login'), { 'POST /logout': [at('/logout'), NONE] }),
];
