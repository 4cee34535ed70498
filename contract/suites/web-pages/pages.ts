import { action, cell, hidden, type Lines, older, state, text, time } from './lines.ts';
import type {
  Alert,
  AuditLine,
  Found,
  List,
  Metric,
  Notification,
  Notifications,
  Overview,
  Run,
  Upload,
  User,
  Webhook,
  Workflow,
} from './told.ts';

/**
 * What each page must show of what the API tells, as outline.ts reads it: all of it, in this order, and nothing else. Keys of forms are
 * their own, so they stand here as KEY.
 */
export const KEY = '<a key of its own>';

interface Around {
  readonly me: User;
  readonly unread: number;
  /** The path of the page that one is on, or of the one that it belongs to. */
  readonly at?: { readonly path: string; readonly as: 'page' | 'true' };
  /** What went wrong on the way here. */
  readonly problem?: string;
}

const FIRST = 'link #content "Skip to content"';
const BRAND = 'link / "Reference", image /favicon.svg ""';
const FOOTER = ['contentinfo', text('Reference target · for tests only')];

/** A page of somebody signed in. */
export function framed({ me, unread, at, problem }: Around, main: Lines): Lines {
  const names = ['Dashboard', 'Workflows', 'Uploads', 'Search', 'Alerts', 'Notifications'];
  const links = (me.role === 'admin' ? [...names, 'Admin'] : names).flatMap((name) => {
    const path = `/${name.toLowerCase()}`;
    const spoken = name === 'Notifications' && unread > 0 ? ` as "${name}, ${unread} unread"` : '';
    const current = at?.path === path ? `, current ${at.as}` : '';
    return ['item', `live #to-${name.toLowerCase()}`, `link ${path} "${name}"${spoken}${current}`];
  });
  return [
    ...[FIRST, 'banner', BRAND, text(`${me.email} ${me.tenant} ${me.role}`)],
    ...['form post /logout', 'button "Sign out"', 'navigation "Main"', 'list', ...links],
    ...['main', ...(problem === undefined ? [] : [`alert "${problem}"`]), ...main],
    ...['status ""', ...FOOTER],
  ];
}

/** A page for everybody. */
export function bare(main: Lines): Lines {
  return [FIRST, 'banner', BRAND, 'main', ...main, ...FOOTER];
}

export function login({ email = '', problem }: { email?: string; problem?: string } = {}): Lines {
  return bare([
    ...['h1 Sign in', ...(problem === undefined ? [] : [`alert "${problem}"`]), 'form post /login'],
    `field "E-mail" email, email, required, autocomplete username, holds "${email}"`,
    ...['field "Password" password, password, required, autocomplete current-password', 'button "Sign in"'],
  ]);
}

export function problemPage(title: string, message: string, requestId: string): Lines {
  return [
    ...[`h1 ${title}`, `alert "${message}"`, 'link / "Go to the start page"'],
    text(`If it happens again, tell support this request id: ${requestId}`),
  ];
}

export interface WorkflowsTold extends List<Workflow> {
  /** The newest run of each workflow that has run. */
  readonly latest: readonly Run[];
}

const form = (back: string, ...steps: Lines): Lines => [
  ...['form post /workflows', hidden('key', KEY), hidden('back', back)],
  ...[
    'field "Name" name, text, required, at most 100, autocomplete off',
    ...steps,
    'button "Create workflow"',
  ],
];

function workflowTable({ items, latest }: Pick<WorkflowsTold, 'items' | 'latest'>, back: string): Lines {
  if (items.length === 0) return [text('No workflows yet. Name one above, and create it.')];
  const rows = items.flatMap(({ id, name, steps }) => {
    const last = latest.find(({ workflowId }) => workflowId === id)?.status ?? 'never run';
    return [
      'row',
      ...cell('Name', `link /workflows/${id} ${text(name)}`),
      ...cell('Steps', text(steps.join(', '))),
      ...cell('Last run', state('run', last.replace(' ', '-'), last)),
      ...cell(
        'Action',
        ...action('Run', `/workflows/${id}/runs`, { back, spoken: `Run ${name}`, id: `run-${id}` }),
      ),
    ];
  });
  return ['table "Workflows": Name | Steps | Last run | Action', ...rows];
}

const STEPS_HINT = 'Comma separated; at most 20.';

export function workflows(told: WorkflowsTold, isFirst: boolean): Lines {
  const all = isFirst ? 'All workflows' : 'Older workflows';
  const steps = `field "Steps" steps, text, autocomplete off, like collect, summarise, told "${STEPS_HINT}"`;
  return [
    ...[
      'h1 Workflows',
      'region "New workflow"',
      'h2 New workflow',
      ...form('/workflows', steps, text(STEPS_HINT)),
    ],
    ...[`region "${all}"`, `h2 ${all}`, 'live #workflow-table', ...workflowTable(told, '/workflows')],
    ...(isFirst ? [] : ['link /workflows "Newest"']),
    ...older('/workflows', told.nextCursor),
  ];
}

export function workflow({ id, name, createdBy, createdAt, steps }: Workflow, runs: List<Run>): Lines {
  const path = `/workflows/${id}`;
  return [
    ...['link /workflows "Workflows"', `h1 ${name}`, text(`Created by ${createdBy},`), time(createdAt)],
    ...action('Run', `${path}/runs`, { back: path }),
    ...action('Delete', `${path}/delete`),
    ...['region "Steps"', 'h2 Steps', 'list', ...steps.flatMap((step) => ['item', text(step)])],
    ...['region "Runs"', 'h2 Runs', `live #run-table of ${id}`],
    ...(runs.items.length === 0
      ? [text('Never run. Press “Run” to start it.')]
      : ['table "Runs": Started | Status | Progress | Result | Action', ...runs.items.flatMap(runRow)]),
    ...older(path, runs.nextCursor),
  ];
}

function runRow(run: Run): Lines {
  const { id, workflowId, status, progress, createdAt, startedAt, finishedAt } = run;
  const isOver = finishedAt !== null || status === 'cancelled';
  const cancel = () => action('Cancel', `/workflows/${workflowId}/runs/${id}/cancel`, { id: `cancel-${id}` });
  return [
    `row #run-${id} ${status}`,
    ...cell('Started', time(startedAt ?? createdAt)),
    ...cell('Status', state('run', status, status)),
    ...cell('Progress', `progressbar "Progress" ${progress} of 0–100, bar ${progress}, "${progress} %"`),
    ...cell('Result', ...outcome(run)),
    ...cell('Action', ...(isOver ? [] : cancel())),
  ];
}

function outcome({ status, failure, result }: Run): Lines {
  if (status === 'failed') return [text(failure ?? 'It failed.')];
  if (status === 'cancelled') return [text('Stopped before its end.')];
  if (result === null) return [];
  const totalMs = Math.round(result.steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
  const steps = result.steps.length === 1 ? '1 step' : `${result.steps.length} steps`;
  return [text(`${steps} in ${totalMs} ms, digest ${result.digest.slice(0, 12)}`)];
}

export function uploads({ items, nextCursor }: List<Upload>): Lines {
  const hint = 'Text, CSV, JSON, PDF or PNG; at most 5 MB.';
  const types = '.txt,.csv,.json,.pdf,.png,text/plain,text/csv,application/json,application/pdf,image/png';
  const rows = items.flatMap(({ id, name, type, size, sha256, createdBy, createdAt }) => [
    'row',
    ...cell('Name', `link /uploads/${id}/content ${text(name)}, download`),
    ...cell('Type', text(type)),
    ...cell('Size', text(sizeWords(size))),
    ...cell('SHA-256', text(sha256.slice(0, 12))),
    ...cell('Uploaded', time(createdAt), text(createdBy)),
    ...cell('Action', ...action('Delete', `/uploads/${id}/delete`, { spoken: `Delete ${name}` })),
  ]);
  return [
    ...[
      'h1 Uploads',
      'region "New upload"',
      'h2 New upload',
      'form post /uploads of files',
      hidden('key', KEY),
    ],
    ...[`field "File" file, file, required, takes ${types}, told "${hint}"`, text(hint), 'button "Upload"'],
    ...['region "All uploads"', 'h2 All uploads'],
    ...(rows.length === 0
      ? [text('No uploads yet.')]
      : ['table "Uploads": Name | Type | Size | SHA-256 | Uploaded | Action', ...rows]),
    ...older('/uploads', nextCursor),
  ];
}

function sizeWords(bytes: number): string {
  if (bytes === 1) return '1 byte';
  if (bytes < 1024) return `${bytes} bytes`;
  const [size, unit] = bytes < 1024 ** 2 ? [1024, 'KB'] : [1024 ** 2, 'MB'];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}

/** Without `found` nothing was searched for. */
export function search(query: string, found?: Found): Lines {
  const hint = '"two words" for a phrase, or between alternatives, -word to leave one out.';
  const field = `field "Search documents" q, search, autocomplete off, told "${hint}", holds "${query}"`;
  return [
    ...['h1 Search', 'search', 'form get /search', field, text(hint), 'button "Search"'],
    ...(found === undefined ? [] : results(query, found)),
  ];
}

function results(query: string, { total, items }: Found): Lines {
  if (items.length === 0) return [text(`Nothing found for “${query}”. Try fewer or other words.`)];
  return [
    text(`${total.toLocaleString('en')} ${total === 1 ? 'result' : 'results'} for “${query}”`),
    'list "Results"',
    ...items.flatMap(({ title, snippet }) => [
      ...['item', `article "${title}"`, `h2 ${title}`, ...snippetLines(snippet)],
    ]),
  ];
}

/** What stands between pairs of `**` was found. */
function snippetLines(snippet: string): Lines {
  return snippet
    .split(/\*\*(.+?)\*\*/s)
    .map((part, place) => (place % 2 === 1 ? `found "${part}"` : text(part)))
    .filter((line) => line !== '""');
}

export function alerts(items: readonly Alert[]): Lines {
  return ['h1 Alerts', 'live #alert-list', ...alertList(items, '/alerts')];
}

function alertList(items: readonly Alert[], back: '/alerts' | '/dashboard'): Lines {
  const isFull = back === '/alerts';
  if (items.length === 0)
    return [text(isFull ? 'No alerts. When a workflow fails, it is told here.' : 'No alerts.')];
  return ['list "Alerts"', ...items.flatMap((alert) => (isFull ? fullAlert(alert) : shortAlert(alert)))];
}

const press = (verb: 'Acknowledge' | 'Resolve', { id, title }: Alert, back: string): Lines =>
  action(verb, `/alerts/${id}/${verb.toLowerCase()}`, {
    back,
    spoken: `${verb} ${title}`,
    id: `${verb.toLowerCase()}-${id}`,
  });

const alertHead = ({ severity, title, createdAt }: Alert): Lines => [
  ...['item', state('status', severity, severity), text(title), time(createdAt)],
];

function shortAlert(alert: Alert): Lines {
  const { status, source } = alert;
  const end = status === 'open' ? press('Acknowledge', alert, '/dashboard') : [text(status)];
  return [...alertHead(alert), text(`· ${source}`), ...end];
}

function fullAlert(alert: Alert): Lines {
  const { source, status, occurrences, acknowledgedBy, resolvedAt } = alert;
  const often = `· ${source} · ${occurrences === 1 ? 'once' : `${occurrences} times`}`;
  const by = acknowledgedBy === null ? '' : ` by ${acknowledgedBy}`;
  return [
    ...alertHead(alert),
    ...(status === 'resolved' && resolvedAt !== null
      ? [text(`${often} · resolved`), time(resolvedAt)]
      : [text(`${often} · ${status}${by}`)]),
    ...(status === 'open' ? press('Acknowledge', alert, '/alerts') : []),
    ...(status === 'resolved' ? [] : press('Resolve', alert, '/alerts')),
  ];
}

export function notifications({ items, unread, nextCursor }: Notifications): Lines {
  const readAll = action('Mark all read', '/notifications/read-all', { id: 'read-all' });
  const sorted = [...items.filter(({ read }) => !read), ...items.filter(({ read }) => read)];
  return [
    ...['live #notification-list', 'h1 Notifications', text(unread === 0 ? 'All read' : `${unread} unread`)],
    ...(unread > 0 ? readAll : []),
    ...(items.length === 0
      ? [text('No notifications yet. When a run that you started ends, it is told here.')]
      : ['list "Notifications"', ...sorted.flatMap(notificationItem)]),
    ...older('/notifications', nextCursor),
  ];
}

function notificationItem({ id, title, link, read, createdAt }: Notification): Lines {
  const spoken = `Mark read ${title}`;
  return [
    ...['item', state('status', read ? 'read' : 'info', read ? 'read' : 'unread')],
    ...[`link ${link} ${text(title)}`, time(createdAt)],
    ...(read ? [] : action('Mark read', `/notifications/${id}/read`, { spoken, id: `read-${id}` })),
  ];
}

export interface AdminTold {
  readonly overview: Overview;
  readonly webhooks: readonly Webhook[];
  readonly audit: List<AuditLine>;
}

const QUEUE = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;

function userTable({ users }: Overview): Lines {
  const rows = users.flatMap(({ name, email, role }) => [
    ...['row', ...cell('Name', text(name)), ...cell('E-mail', text(email)), ...cell('Role', text(role))],
  ]);
  return ['region "Users"', 'h2 Users', 'table "Users": Name | E-mail | Role', ...rows];
}

function queueCounts({ queue }: Overview): Lines {
  const counts = QUEUE.flatMap((one) => [
    `term ${one.slice(0, 1).toUpperCase()}${one.slice(1)}`,
    `value ${queue[one]}`,
  ]);
  return ['live #queue-counts', ...counts];
}

const NO_WEBHOOKS = text('No webhooks yet. Add one with POST /webhooks of the API.');

export function admin({ overview, webhooks, audit }: AdminTold): Lines {
  const hooks = webhooks.flatMap(({ url, events, deliveries }) => [
    'row',
    ...cell('URL', text(url)),
    ...cell('Events', text(events.join(', '))),
    ...cell('Deliveries', text(deliveryWords(deliveries))),
  ]);
  const lines = audit.items.flatMap(({ createdAt, actor, action: done, requestId }) => [
    ...['row', ...cell('Time', time(createdAt)), ...cell('Who', text(actor))],
    ...[...cell('What', text(done)), ...cell('Request id', text(requestId))],
  ]);
  return [
    ...['h1 Admin', ...userTable(overview), 'region "Queue"', 'h2 Queue', ...queueCounts(overview)],
    ...['region "Webhooks"', 'h2 Webhooks', 'table "Webhooks": URL | Events | Deliveries'],
    ...(hooks.length === 0 ? ['row', ...cell('URL', NO_WEBHOOKS)] : hooks),
    ...['region "Audit log"', 'h2 Audit log', 'table "Audit log": Time | Who | What | Request id', ...lines],
    ...older('/admin', audit.nextCursor),
  ];
}

function deliveryWords(deliveries: Webhook['deliveries']): string {
  const words = ['delivered', 'pending', 'dead'].flatMap((one) => {
    const { length } = deliveries.filter(({ status }) => status === one);
    return length === 0 ? [] : [`${length} ${one}`];
  });
  return words.join(', ') || 'none yet';
}

export interface DashboardTold {
  readonly metrics: readonly Metric[];
  readonly alerts: readonly Alert[];
  readonly workflows: Pick<WorkflowsTold, 'items' | 'latest'>;
  /** For admins. */
  readonly overview?: Overview;
}

const ALERTS_SHOWN = 5;

export function dashboard({ metrics, alerts: all, workflows: newest, overview }: DashboardTold): Lines {
  return [
    ...['h1 Dashboard', 'region "Metrics baseline"', 'h2 Metrics baseline', 'list', ...metrics.flatMap(card)],
    ...['region "Workflows"', 'h2 Workflows', 'link /workflows "All workflows"', ...form('/dashboard')],
    ...['live #workflow-table', ...workflowTable(newest, '/dashboard')],
    ...['region "Alerts"', 'h2 Alerts', 'link /alerts "All alerts"', 'live #alert-list'],
    ...alertList(all.slice(0, ALERTS_SHOWN), '/dashboard'),
    ...(overview === undefined ? [] : [...userTable(overview), 'region "Queue"', 'h2 Queue']),
    ...(overview === undefined ? [] : ['link /admin "Administration"', ...queueCounts(overview)]),
  ];
}

const STATUS = { ok: 'OK', warn: 'Warning', error: 'Error' } as const;

function card({ label, unit, current, baseline, delta, status, series }: Metric): Lines {
  const signed = `${delta > 0 ? '+' : ''}${delta.toLocaleString('en')}`;
  return [
    ...['item', `h3 ${label}`, state('status', status, STATUS[status]), text(`${current} ${unit}`)],
    `image "Last minute of ${label}" of ${lineOf(series)}`,
    text(`Baseline ${baseline} · ${signed}`),
  ];
}

/** In a box of 120 to 32 with a margin of 2 above and below: the oldest left, zero at the bottom, the highest at the top. */
function lineOf(series: readonly number[]): string {
  const values = series.length === 1 ? [series[0] ?? 0, series[0] ?? 0] : series;
  const highest = Math.max(0, ...values);
  return values
    .map((value, place) => {
      const share = highest === 0 ? 0 : Math.max(0, value) / highest;
      const x = values.length === 1 ? 0 : (place * 120) / (values.length - 1);
      return `${x.toFixed(1)},${(30 - share * 28).toFixed(1)}`;
    })
    .join(' ');
}
