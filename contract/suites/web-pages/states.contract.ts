import { describe, expect, test } from 'vitest';
import type { Lines } from './lines.ts';
import { expectPage } from './look.ts';
import * as pages from './pages.ts';
import { playApi, TENANT } from './played.ts';
import type { Alert, AuditLine, List, Metric, Notification, Run, Upload, User, Workflow } from './told.ts';

const played = playApi();

/** What would be markup if it were not escaped, and what an attribute would end at. */
const odd = (what: string): string => `${what}<i>&amp;"'`;
/** A time with a remark, as `Date` reads it. */
const AT = '3 Sep 2026 04:05:59 GMT (<i>&amp;")';
const CURSOR = 'a/b+c=&d';
const OLDER = `cursor=${new URLSearchParams({ c: CURSOR }).toString().slice(2)}`;

const person = (role: 'user' | 'admin', wordsOf = odd): User => ({
  ...{ id: wordsOf('id'), email: wordsOf('me@nowhere.test'), name: wordsOf('Me') },
  ...{ role, tenant: wordsOf('tenant') },
});
const listOf = <T>(items: readonly T[], nextCursor: string | null = null): List<T> => ({ items, nextCursor });
const workflow = (of: Partial<Workflow> = {}): Workflow => ({
  ...{ id: odd('workflow'), name: odd('Name'), steps: [odd('one'), 'two'], createdBy: odd('creator') },
  ...{ createdAt: AT, ...of },
});
const run = (of: Partial<Run> = {}): Run => ({
  ...{ id: odd('run'), workflowId: workflow().id, status: 'succeeded', progress: 100, failure: null },
  result: { steps: [{ name: 'one', durationMs: 1.4 }], digest: '0123456789abcdef'.repeat(4) },
  ...{ createdAt: AT, startedAt: '2026-12-31T23:59:59.999Z', finishedAt: AT, ...of },
});
const alert = (of: Partial<Alert> = {}): Alert => ({
  ...{ id: odd('alert'), severity: 'info', title: odd('Title'), source: odd('source'), status: 'open' },
  ...{ occurrences: 1, createdAt: AT, acknowledgedBy: null, resolvedAt: null, ...of },
});
const upload = (of: Partial<Upload> = {}): Upload => ({
  ...{ id: odd('upload'), name: odd('file'), type: odd('text/plain'), size: 1, sha256: odd('0123') },
  ...{ createdBy: odd('sender'), createdAt: AT, ...of },
});
const notification = (of: Partial<Notification> = {}): Notification => ({
  ...{ id: odd('notification'), kind: 'run.failed', title: odd('Told'), link: '/workflows/7?x=1&copy=2' },
  ...{ read: false, createdAt: AT, ...of },
});
const metric = (of: Partial<Metric> = {}): Metric => ({
  ...{ label: odd('Label'), unit: odd('%'), current: 1.25, baseline: 0.5, delta: 0.75, status: 'ok' },
  ...{ series: [0, 1, 2], ...of },
});
const line = (of: Partial<AuditLine> = {}): AuditLine => ({
  ...{ id: '1', actor: odd('actor'), action: odd('GET /x'), requestId: odd('request'), createdAt: AT, ...of },
});
const overview = {
  users: [{ id: '1', email: odd('e'), name: odd('n'), role: 'user' as const }],
  queue: { name: 'runs', waiting: 1, active: 2, delayed: 3, failed: 4, completed: 5 },
};

interface Shown {
  readonly title: string;
  readonly at: string;
  readonly as?: 'true';
  readonly path?: string;
  /** What the API tells, by what it is asked. */
  readonly tells: Readonly<Record<string, unknown>>;
  readonly me?: User;
  readonly unread?: number;
  readonly lines: Lines;
}

async function expectShown({
  title,
  at,
  as,
  path = at,
  tells,
  me = person('user'),
  unread = 0,
  lines,
}: Shown) {
  played.api.forget();
  played.tellAround(me, unread);
  for (const [path, json] of Object.entries(tells)) played.api.tell(`GET ${path}`, { json });
  const answer = await played.get(path);
  const around = { me, unread, at: { path: at, as: as ?? 'page' } as const };
  expectPage(answer, { status: 200, title, user: me.id, lines: pages.framed(around, lines) });
  expect(answer.headers.get('tenant'), `${answer.what}: tenant`).toBe(TENANT);
  const expected = ['/me', '/notifications?unread=true&limit=1', ...Object.keys(tells)];
  expect(played.api.asked.map(({ what }) => what).toSorted(), 'what the API was asked').toEqual(
    expected.map((one) => `GET ${one}`).toSorted(),
  );
}

const WORKFLOW = encodeURIComponent(workflow().id);

function showDashboard(
  {
    metrics = [],
    alerts = [],
    workflows = [],
    latest = [],
  }: {
    metrics?: readonly Metric[];
    alerts?: readonly Alert[];
    workflows?: readonly Workflow[];
    latest?: readonly Run[];
  },
  me = person('user'),
): Promise<void> {
  const isAdmin = me.role === 'admin';
  return expectShown({
    ...{ title: 'Dashboard', at: '/dashboard', me, unread: 2 },
    tells: {
      '/metrics/baseline': { metrics },
      '/alerts': listOf(alerts),
      '/workflows?limit=10': listOf(workflows, CURSOR),
      '/runs/latest': { items: latest },
      ...(isAdmin && { '/admin/overview': overview }),
    },
    lines: pages.dashboard({
      ...{ metrics, alerts, workflows: { items: workflows, latest } },
      ...(isAdmin && { overview }),
    }),
  });
}

const showWorkflows = (list: List<Workflow>, latest: readonly Run[] = [], query = '') =>
  expectShown({
    ...{ title: 'Workflows', at: '/workflows', path: `/workflows${query && `?${query}`}` },
    tells: { [`/workflows?limit=20${query && `&${query}`}`]: list, '/runs/latest': { items: latest } },
    lines: pages.workflows({ ...list, latest }, query === ''),
  });

const showWorkflow = (one: Workflow, runs: List<Run>, query = '') =>
  expectShown({
    ...{
      title: one.name,
      at: '/workflows',
      as: 'true',
      path: `/workflows/${WORKFLOW}${query && `?${query}`}`,
    },
    tells: {
      [`/workflows/${WORKFLOW}`]: one,
      [`/workflows/${WORKFLOW}/runs?limit=20${query && `&${query}`}`]: runs,
    },
    lines: pages.workflow(one, runs),
  });

const showUploads = (list: List<Upload>, query = '') =>
  expectShown({
    ...{ title: 'Uploads', at: '/uploads', path: `/uploads${query && `?${query}`}` },
    tells: { [`/uploads?limit=20${query && `&${query}`}`]: list },
    lines: pages.uploads(list),
  });

const showAlerts = (items: readonly Alert[]) =>
  expectShown({
    title: 'Alerts',
    at: '/alerts',
    tells: { '/alerts': listOf(items) },
    lines: pages.alerts(items),
  });

const showNotifications = (list: List<Notification>, unread: number, query = '') =>
  expectShown({
    ...{
      title: 'Notifications',
      at: '/notifications',
      path: `/notifications${query && `?${query}`}`,
      unread,
    },
    tells: { [`/notifications?limit=50${query && `&${query}`}`]: { ...list, unread } },
    lines: pages.notifications({ ...list, unread }),
  });

const showSearch = (q: string, total: number, items: readonly { title: string; snippet: string }[]) => {
  const found = {
    query: q,
    total,
    items: items.map((item, place) => ({ id: odd(`${place}`).replace(/\s/g, ''), ...item })),
  };
  return expectShown({
    ...{ title: 'Search', at: '/search', path: `/search?q=${encodeURIComponent(q)}` },
    // As URLs write it.
    tells: { [`/search?q=${encodeURIComponent(q).replaceAll("'", '%27')}`]: found },
    lines: pages.search(q, found),
  });
};

function showAdmin(hooks: Readonly<Record<string, readonly string[]>>, audit: List<AuditLine>, query = '') {
  const webhooks = Object.entries(hooks).map(([id, states]) => ({
    ...{ id, url: odd(`http://${id}`), events: [odd('run.failed'), 'alert.opened'] },
    deliveries: states.map((status) => ({ status })),
  }));
  return expectShown({
    ...{
      title: 'Admin',
      at: '/admin',
      path: `/admin${query && `?${query}`}`,
      me: person('admin'),
      unread: 1,
    },
    tells: {
      '/admin/overview': overview,
      '/webhooks?limit=20': listOf(webhooks.map(({ id, url, events }) => ({ id, url, events }))),
      [`/admin/audit?limit=10${query && `&${query}`}`]: audit,
      ...Object.fromEntries(
        webhooks.map(({ id, deliveries }) => [`/webhooks/${id}/deliveries?limit=100`, listOf(deliveries)]),
      ),
    },
    lines: pages.admin({ overview, webhooks, audit }),
  });
}

describe('whatever the API tells is shown as text, by', () => {
  test('the dashboard @SEC-08/injection', async () => {
    const one = { metrics: [metric()], alerts: [alert()], workflows: [workflow()], latest: [run()] };
    await showDashboard(one);
    await showDashboard(one, person('admin'));
  });
  test('workflows, and the page of one @SEC-08/injection', async () => {
    await showWorkflows(listOf([workflow()]), [run()]);
    await showWorkflow(
      workflow(),
      listOf([run(), run({ id: odd('other'), status: 'failed', failure: odd('because') })]),
    );
  });
  test('uploads @SEC-08/injection', () => showUploads(listOf([upload()])));
  test('search @SEC-08/injection', () =>
    showSearch(odd('query'), 1, [
      { title: odd('title'), snippet: `${odd('some')} **${odd('found')}** more` },
    ]));
  test('alerts @SEC-08/injection', () =>
    showAlerts([alert({ acknowledgedBy: odd('by'), status: 'acknowledged' })]));
  test('notifications @SEC-08/injection', () => showNotifications(listOf([notification()]), 1));
  test('the page of admins @SEC-08/injection', () => showAdmin({ one: ['dead'] }, listOf([line()])));
});

describe('of nothing there is nothing to see, and how to begin, on', () => {
  test('the dashboard', async () => {
    await showDashboard({});
    await showDashboard({}, person('admin'));
  });
  test('workflows, and the page of one that never ran', async () => {
    await showWorkflows(listOf([]));
    await showWorkflow(workflow({ steps: ['only'] }), listOf([]));
  });
  test('uploads', () => showUploads(listOf([])));
  test('search', () => showSearch('nothing', 0, []));
  test('alerts', () => showAlerts([]));
  test('notifications', () => showNotifications(listOf([]), 0));
  test('the page of admins', () => showAdmin({}, listOf([])));
});

describe('what is older is one link away, and the API is asked for it, on', () => {
  const newest = (query: string) => listOf([], query === '' ? CURSOR : null);
  for (const [what, show] of [
    ['workflows', (query: string) => showWorkflows(newest(query), [], query)],
    ['the page of one', (query: string) => showWorkflow(workflow({ id: WORKFLOW }), newest(query), query)],
    ['uploads', (query: string) => showUploads(newest(query), query)],
    ['notifications', (query: string) => showNotifications(newest(query), 0, query)],
    ['the page of admins', (query: string) => showAdmin({}, newest(query), query)],
  ] as const)
    test(`${what} @CON-09/web-pages`, async () => {
      await show('');
      await show(OLDER);
    });

  test('workflows, where there is still more', () => showWorkflows(listOf([workflow()], CURSOR), [], OLDER));
});

describe('each state has its words:', () => {
  test('cards above, at and below their baseline, good and bad; and the line of a minute', () =>
    showDashboard({
      metrics: [
        metric({ status: 'warn', delta: -1234.5, current: 0, baseline: 1234.5, series: [] }),
        metric({ status: 'error', delta: 1000, current: 2000, baseline: 1000, series: [7] }),
        metric({ delta: 0, current: 5, baseline: 5, series: [0, 0, 0] }),
        metric({ series: [-1, 3, 0.25, 1.5] }),
        metric({ series: Array.from({ length: 60 }, (_, second) => (second * 7) % 11) }),
      ],
    }));

  test('the newest five alerts of the dashboard, by their state', () =>
    showDashboard({
      alerts: [
        alert({ id: '1', severity: 'error', status: 'acknowledged', acknowledgedBy: 'a' }),
        alert({ id: '2', severity: 'warning', status: 'resolved', resolvedAt: AT }),
        ...['3', '4', '5', '6'].map((id) => alert({ id, title: `Alert ${id}` })),
      ],
    }));

  test('workflows by their last run, in their order', () => {
    const all = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
    const named = [...all, 'never'].map((id) => workflow({ id, name: `Is ${id}`, steps: [id] }));
    return showWorkflows(
      listOf(named),
      all.map((status) => run({ workflowId: status, status })),
    );
  });

  test('runs, from the first to the last', () => {
    const goesOn = { result: null, finishedAt: null };
    const step = (durationMs: number) => ({ name: 'x', durationMs });
    const digest = 'abcdef0123456789'.repeat(4);
    return showWorkflow(
      workflow(),
      listOf([
        run({ id: '1', ...goesOn, status: 'queued', progress: 0, startedAt: null }),
        run({ id: '2', ...goesOn, status: 'running', progress: 1 }),
        run({ id: '3', ...goesOn, status: 'cancelled', progress: 33 }),
        run({ id: '4', result: null, status: 'cancelled', progress: 50 }),
        run({ id: '5', result: null, status: 'failed', failure: null, progress: 99 }),
        run({ id: '6', result: null, status: 'failed', failure: 'Step 2 failed.' }),
        run({ id: '7', result: { steps: [], digest } }),
        run({ id: '8', result: { steps: [step(0.4)], digest } }),
        run({ id: '9', result: { steps: [step(1000.4), step(0.2), step(234)], digest } }),
        run({ id: '10', result: null }),
      ]),
    );
  });

  test('sizes of files @FUN-02/listed', () =>
    showUploads(
      listOf(
        [1, 2, 1023, 1024, 1025, 1100, 1024 ** 2 - 1, 1024 ** 2, 1024 ** 2 + 60_000, 5 * 1024 ** 2].map(
          (size) => upload({ id: `${size}`, name: `of ${size}`, size }),
        ),
      ),
    ));

  test('how many were found, and what of it', async () => {
    const found = [
      { title: 'None marked', snippet: 'a ** b' },
      { title: 'Two', snippet: '**one** and\nan **other\nthing**' },
      { title: 'Nothing', snippet: '' },
    ];
    await showSearch('x', 1, found.slice(0, 1));
    await showSearch('many words & more', 2, found);
    await showSearch('x', 1234, found);
  });

  test('alerts, how often and by whom', () =>
    showAlerts([
      alert({ id: '1', severity: 'warning', occurrences: 2 }),
      alert({ id: '2', severity: 'error', occurrences: 1200, status: 'acknowledged', acknowledgedBy: 'me' }),
      alert({ id: '3', status: 'acknowledged' }),
      alert({ id: '4', status: 'resolved', acknowledgedBy: 'me', resolvedAt: '2027-02-01T00:00:00.000Z' }),
      alert({ id: '5', status: 'resolved', resolvedAt: AT }),
      alert({ id: '6', status: 'resolved' }),
      alert({ id: '7', resolvedAt: AT, acknowledgedBy: 'me' }),
    ]));

  test('notifications, the unread ones first, and where they lead: never away', async () => {
    const links = ['/alerts', '//elsewhere.test', 'https://elsewhere.test/', '/\\elsewhere.test', 'alerts'];
    const items = links.map((link, place) =>
      notification({ id: `${place}`, title: `To ${link}`, link, read: place % 2 === 0 }),
    );
    const shown = items.map(({ link, ...one }) => ({
      ...one,
      link: link === '/alerts' ? link : '/dashboard',
    }));
    await expectShown({
      ...{ title: 'Notifications', at: '/notifications', unread: 1200 },
      tells: { '/notifications?limit=50': { ...listOf(items), unread: 1200 } },
      lines: pages.notifications({ ...listOf(shown), unread: 1200 }),
    });
    await showNotifications(listOf([notification({ read: true })]), 0);
  });

  test('deliveries of webhooks', () =>
    showAdmin(
      {
        none: [],
        some: ['delivered', 'dead', 'delivered', 'pending', 'delivered'],
        dead: ['dead', 'dead'],
        pending: ['pending'],
      },
      listOf([line({ requestId: '1' }), line({ requestId: '2' })]),
    ));
});
