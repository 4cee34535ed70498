import { randomBytes, randomUUID } from 'node:crypto';
import { type Locator, type Page, expect, test } from '@playwright/test';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Api, apiAs, newWorkflow, runToEnd } from '../shared/api.ts';
import { placesOf } from '../shared/navigation.ts';
import { signIn } from '../shared/sign-in.ts';
import type { Alert, Baseline, List, Notice, Overview, Run, Upload, Workflow } from './api-answers.ts';
import { type Row, expectRows, expectTimes, shownBy } from './rows.ts';

const { accounts, webhooksUrl } = binding();

// One after another: what a page shows is compared with what the API gives then.
test.describe.configure({ mode: 'default' });

const rowsOf = (page: Page, table: string): Locator =>
  page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
const itemsOf = (page: Page, list: string): Locator =>
  page.getByRole('list', { name: list, exact: true }).getByRole('listitem');

/** What a page must show of what the API gives; the page is open. */
type Check = (page: Page, api: Api) => Promise<void>;

const PAGES: Readonly<Record<string, Check>> = {
  '/dashboard': async (page, api) => {
    const { items } = await api.ask<List<Alert>>('GET', '/alerts');
    const shortly = items.slice(0, 5).map(({ severity, title, source, createdAt }) => ({
      says: [severity, title, source],
      instants: [createdAt],
    }));
    await expectRows('Alerts of the dashboard', itemsOf(page, 'Alerts'), shortly);
    await expectRows(
      'Workflows of the dashboard',
      rowsOf(page, 'Workflows'),
      (await workflowRows(api)).slice(0, 10),
    );
  },
  '/workflows': async (page, api) =>
    expectRows('Workflows', rowsOf(page, 'Workflows'), await workflowRows(api)),
  '/uploads': async (page, api) => {
    const { items } = await api.ask<List<Upload>>('GET', '/uploads');
    const rows = items.map(({ id, name, type, sha256, createdBy, createdAt }) => ({
      says: [name, type, sha256.slice(0, 12), createdBy],
      instants: [createdAt],
      link: `/uploads/${id}/content`,
    }));
    await expectRows('Uploads', rowsOf(page, 'Uploads'), rows);
    const shown = await shownBy(rowsOf(page, 'Uploads'));
    for (const [place, { name, size }] of items.entries())
      expectSize(
        name,
        size,
        shown[place]?.texts.find((text) => /^[\d.]+ (bytes?|KB|MB)$/.test(text)),
      );
  },
  '/search': async (page, api) => {
    const query = 'key or secret';
    const found = await api.ask<{ total: number; items: { id: string; title: string; snippet: string }[] }>(
      'GET',
      `/search?q=${encodeURIComponent(query)}`,
    );
    await page.goto(`/search?q=${encodeURIComponent(query)}`);
    const results = page.getByRole('list', { name: 'Results' }).getByRole('article');
    await expectRows(
      'Results',
      results,
      found.items.map(({ title }) => ({ says: [title] })),
    );
    await expect(page.getByRole('main')).toContainText(
      `${found.total} result${found.total === 1 ? '' : 's'} for “${query}”`,
    );
    for (const [place, { snippet }] of found.items.entries()) {
      const plain = snippet.replaceAll('**', '').replace(/\s+/g, ' ').trim();
      await expect(results.nth(place)).toContainText(plain);
      const marked = [...snippet.matchAll(/\*\*(.+?)\*\*/gs)].map(([, words]) => words);
      expect(await results.nth(place).locator('mark').allTextContents(), snippet).toEqual(marked);
    }
  },
  '/alerts': async (page, api) => {
    const { items } = await api.ask<List<Alert>>('GET', '/alerts');
    await expectRows('Alerts', itemsOf(page, 'Alerts'), items.map(alertRow));
    for (const { title, status } of items) {
      const times = (verb: string) => page.getByRole('button', { name: `${verb} ${title}`, exact: true });
      await expect(times('Acknowledge'), `${title} is ${status}`).toHaveCount(status === 'open' ? 1 : 0);
      await expect(times('Resolve'), `${title} is ${status}`).toHaveCount(status === 'resolved' ? 0 : 1);
    }
  },
  '/notifications': async (page, api) => {
    const { items, unread } = await api.ask<List<Notice> & { unread: number }>(
      'GET',
      '/notifications?limit=50',
    );
    const unreadFirst = [...items.filter(({ read }) => !read), ...items.filter(({ read }) => read)];
    const rows = unreadFirst.map(({ read, title, createdAt, link }) => ({
      says: [read ? 'read' : 'unread', title],
      instants: [createdAt],
      link,
    }));
    await expectRows('Notifications', itemsOf(page, 'Notifications'), rows);
    await expect(page.getByRole('main')).toContainText(unread === 0 ? 'All read' : `${unread} unread`);
  },
  '/admin': async (page, api) => {
    const { users } = await api.ask<Overview>('GET', '/admin/overview');
    await expectRows(
      'Users',
      rowsOf(page, 'Users'),
      users.map(({ name, email, role }) => ({ says: [name, email, role] })),
    );
    await expectRows('Webhooks', rowsOf(page, 'Webhooks'), await webhookRows(api));
    await expectAuditLines(page, api);
  },
};

async function workflowRows(api: Api): Promise<Row[]> {
  const { items } = await api.ask<List<Workflow>>('GET', '/workflows');
  const latest = await api.ask<List<Run>>('GET', '/runs/latest');
  return items.map(({ id, name, steps }) => {
    const run = latest.items.find(({ workflowId }) => workflowId === id);
    return { says: [name, steps.join(', '), run?.status ?? 'never run'], link: `/workflows/${id}` };
  });
}

function alertRow({
  severity,
  title,
  source,
  status,
  occurrences,
  createdAt,
  acknowledgedBy,
  resolvedAt,
}: Alert) {
  const words = acknowledgedBy === null || status === 'resolved' ? status : `${status} by ${acknowledgedBy}`;
  return {
    says: [severity, title, source, occurrences === 1 ? 'once' : `${occurrences} times`, words],
    instants: [createdAt, ...(resolvedAt === null ? [] : [resolvedAt])],
  };
}

async function webhookRows(api: Api): Promise<Row[]> {
  const { items } = await api.ask<List<{ id: string; url: string; events: string[] }>>('GET', '/webhooks');
  return Promise.all(
    items.map(async ({ id, url, events }) => {
      const deliveries = await api.ask<List<{ status: string }>>('GET', `/webhooks/${id}/deliveries`);
      const delivered = deliveries.items.filter(({ status }) => status === 'delivered').length;
      return { says: [url, events.join(', '), `${delivered} delivered`] };
    }),
  );
}

/** Looking at the page and asking the API both add lines: the page shows a stretch of what the API gives afterwards. */
async function expectAuditLines(page: Page, api: Api): Promise<void> {
  type Line = { actor: string; action: string; requestId: string; createdAt: string };
  const { items } = await api.ask<List<Line>>('GET', '/admin/audit?limit=100');
  const [first] = await shownBy(rowsOf(page, 'Audit log'));
  const start = items.findIndex(
    ({ requestId, createdAt }) => first?.texts.includes(requestId) && first.instants[0] === createdAt,
  );
  expect(start, `the first line of the audit log is one of the API's: ${first?.texts.join(' · ')}`).not.toBe(
    -1,
  );
  const lines = items.slice(start, start + 10).map(({ actor, action, requestId, createdAt }) => ({
    says: [actor, action, requestId],
    instants: [createdAt],
  }));
  await expectRows('Audit log', rowsOf(page, 'Audit log'), lines);
}

function expectSize(name: string, bytes: number, words = 'none'): void {
  const [number = '', unit = ''] = words.split(' ');
  const factor = unit === 'MB' ? 1024 ** 2 : unit === 'KB' ? 1024 : 1;
  const exact = (bytes / factor).toFixed(factor === 1 ? 0 : 1);
  expect(number, `size of ${name}, ${bytes} bytes, in ${unit}`).toBe(exact);
}

/** Something of each kind and state: alerts open, acknowledged and resolved, runs of every end, files of two sizes. */
async function fill(page: Page, api: Api): Promise<void> {
  if (webhooksUrl !== undefined)
    await api.ask('POST', '/webhooks', {
      url: `${webhooksUrl}/hooks/${randomUUID()}`,
      events: ['run.failed', 'alert.opened'],
    });
  const [failing, acknowledged, resolved, good] = [
    await newWorkflow(api, ['one', 'fail']),
    await newWorkflow(api, ['fail']),
    await newWorkflow(api, ['fail']),
    await newWorkflow(api, ['collect', 'summarise']),
  ];
  for (const { id } of [failing, failing, acknowledged, resolved, good]) await runToEnd(api, id);
  const { items } = await api.ask<List<Alert>>('GET', '/alerts');
  for (const [verb, { name }] of [
    ['acknowledge', acknowledged],
    ['resolve', resolved],
  ] as const)
    await api.ask('POST', `/alerts/${items.find(({ title }) => title.includes(name))?.id}/${verb}`);
  const notices = await api.ask<List<Notice>>('GET', '/notifications');
  await api.ask('POST', `/notifications/${notices.items[0]?.id}/read`);
  await page.goto('/uploads');
  for (const [name, mimeType, size] of [
    ['small.txt', 'text/plain', 700],
    ['medium.csv', 'text/csv', 150_000],
    ['large.json', 'application/json', 3_000_000],
  ] as const) {
    const buffer = Buffer.from(randomBytes(size / 2).toString('hex'));
    await page.getByLabel('File').setInputFiles({ name, mimeType, buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
    await expect(page.getByRole('link', { name }).first()).toBeVisible();
  }
}

/** Until no delivery is under way: what a page says of them then stays so. */
async function deliveriesEnd(api: Api): Promise<void> {
  const rows = async () => {
    const { items } = await api.ask<List<{ id: string }>>('GET', '/webhooks');
    const all = await Promise.all(
      items.map(({ id }) => api.ask<List<{ status: string }>>('GET', `/webhooks/${id}/deliveries`)),
    );
    return all.flatMap(({ items: deliveries }) => deliveries).every(({ status }) => status === 'delivered');
  };
  await expect.poll(rows, { message: 'every webhook is delivered', timeout: 10_000 }).toBe(true);
}

test(
  'every page shows what the API gives, in its order, with its instants',
  {
    tag: [
      '@FUN-02/listed-in-browser',
      '@FUN-04/found-in-browser',
      '@FUN-05/listed',
      '@FUN-06/in-app-in-browser',
      '@FUN-06/unread-count-in-browser',
    ],
  },
  async ({ page, request }) => {
    test.slow();
    await signIn(page, accounts.admin);
    const api = await apiAs(request, accounts.admin);
    await fill(page, api);
    await deliveriesEnd(api);
    for (const { name, path } of await placesOf(page)) {
      const check = PAGES[path];
      if (check === undefined)
        throw new Error(`${name} (${path}) is a new page: say in PAGES what it shows.`);
      await page.goto(path);
      await check(page, api);
      await expectTimes(page, path);
    }
  },
);

test(
  'a workflow’s page shows each of its runs as the API gives it',
  { tag: ['@FUN-03/result-in-browser'] },
  async ({ page, request }) => {
    const api = await apiAs(request, accounts.user);
    await signIn(page, accounts.user);
    for (const steps of [['collect', 'check', 'summarise'], ['fail']]) {
      const { id } = await newWorkflow(api, steps);
      await runToEnd(api, id);
      await runToEnd(api, id);
      const workflow = await api.ask<Workflow>('GET', `/workflows/${id}`);
      const { items } = await api.ask<List<Run>>('GET', `/workflows/${id}/runs`);
      await page.goto(`/workflows/${id}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(workflow.name);
      await expect(page.getByRole('region', { name: 'Steps' }).getByRole('listitem')).toHaveText(steps);
      await expect(page.getByRole('main')).toContainText(`Created by ${workflow.createdBy}`);
      await expect(page.getByRole('main').locator('time').first()).toHaveAttribute(
        'datetime',
        workflow.createdAt,
      );
      const rows = items.map(({ status, progress, failure, startedAt, createdAt }) => ({
        says: [status, `${progress} %`, ...(failure === null ? [] : [failure])],
        instants: [startedAt ?? createdAt],
      }));
      await expectRows('Runs', rowsOf(page, 'Runs'), rows);
      for (const [place, { result, progress }] of items.entries()) {
        const row = rowsOf(page, 'Runs').nth(place);
        const bar = row.getByRole('progressbar', { name: 'Progress' });
        await expect(bar).toHaveAttribute('aria-valuenow', String(progress));
        await expect(bar.locator('rect')).toHaveAttribute('width', String(progress));
        if (result === null) continue;
        const totalMs = Math.round(result.steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
        await expect(row).toContainText(
          `${result.steps.length} steps in ${totalMs} ms, digest ${result.digest.slice(0, 12)}`,
        );
      }
      await expectTimes(page, `/workflows/${id}`);
    }
  },
);

test(
  'each card of the dashboard shows the value, unit, baseline, delta, status and last minute that the API gives',
  { tag: ['@FUN-08/values', '@FUN-08/delta', '@FUN-08/sparkline'] },
  async ({ page, request }) => {
    const api = await apiAs(request, accounts.user);
    await signIn(page, accounts.user);
    const measured = async () => (await api.ask<Baseline>('GET', '/metrics/baseline')).metrics;
    // The API measures anew each second: what is compared is a page that was made between two equal answers.
    await expect(async () => {
      const before = await measured();
      await page.goto('/dashboard', { waitUntil: 'commit' });
      const after = await measured();
      expect(after, 'the API gives the same after the page as before it').toEqual(before);
      const cards = page.getByRole('region', { name: 'Metrics baseline' }).getByRole('listitem');
      await expectRows('Cards', cards, before.map(cardRow));
      const lines = await cards
        .locator('polyline')
        .evaluateAll((all) => all.map((line) => line.getAttribute('points') ?? ''));
      expect(lines, 'last minutes').toHaveLength(before.length);
      for (const [place, { label, series }] of before.entries())
        expectLine(label, series, lines[place] ?? '');
    }).toPass({ timeout: 15_000 });
  },
);

const STATUS = { ok: 'OK', warn: 'Warning', error: 'Error' } as const;

function cardRow({ label, unit, current, baseline, delta, status }: Baseline['metrics'][number]): Row {
  const signed = `${delta > 0 ? '+' : ''}${delta.toLocaleString('en')}`;
  return { says: [label, String(current), unit, STATUS[status], `Baseline ${baseline}`, signed] };
}

/** A point for each second, the oldest left, a larger value higher and never a smaller one. */
function expectLine(label: string, series: readonly number[], line: string): void {
  const points = line.split(' ').map((point) => point.split(',').map(Number) as [number, number]);
  const values = series.length === 1 ? [...series, ...series] : series;
  expect(points.length, `points of the last minute of ${label}`).toBe(values.length);
  const xs = points.map(([x]) => x);
  expect(xs, `${label}: from left to right`).toEqual(xs.toSorted((a, b) => a - b));
  // The y axis of SVG points down. Equal values, or nearly equal ones, may stand equally high.
  const places = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ys = places.map((place) => points[place]?.[1] ?? 0);
  expect(ys, `${label}: y of its points, the smallest value first`).toEqual(ys.toSorted((a, b) => b - a));
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const heights = points.map(([, y]) => y);
  if (highest > 2 * lowest)
    expect(Math.min(...heights), `${label}: it rises`).toBeLessThan(Math.max(...heights));
}
