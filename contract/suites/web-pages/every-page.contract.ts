import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runToEnd, startRun, untilOver } from '../shared/runs.ts';
import { newWebhook } from '../shared/shapes.ts';
import { signInToWeb } from '../shared/web.ts';
import type { Lines } from './lines.ts';
import { expectPage, linesOf } from './look.ts';
import * as pages from './pages.ts';
import type {
  Alert,
  AuditLine,
  Found,
  List,
  Metric,
  Notifications,
  Overview,
  Run,
  Upload,
  User,
  Workflow,
} from './told.ts';

const { webUrl, apiUrl, accounts, webhooksUrl } = binding();
const web = clientOf(webUrl);
/** As people and attackers write. */
const NAME = `<b>Ü & "é" 'x'`;
const PAGE = 20;
const AUDIT_PAGE = 10;
const TRIES = 50;

interface Person {
  readonly me: User;
  readonly api: Client;
  readonly cookie: string;
}
let user: Person;
let admin: Person;
const hooks: string[] = [];
/** One for each way in which its runs go. */
let made: Readonly<Record<'never' | 'good' | 'failed' | 'cancelled', Workflow>>;

async function enter(account: (typeof accounts)['user']): Promise<Person> {
  const [api, cookie] = await Promise.all([signIn(apiUrl, account), signInToWeb(webUrl, account)]);
  return { me: await told<User>(api, '/me'), api, cookie };
}

async function told<T>(api: Client, path: string): Promise<T> {
  const answer = await api.get(path);
  expectStatus(answer, 200);
  return answer.body as T;
}

beforeAll(async () => {
  [user, admin] = await Promise.all([enter(accounts.user), enter(accounts.admin)]);
  await Promise.all([fillWorkflows(), fillUploads(), fillWebhooks()]);
}, 60_000);
// Each is one more line of the audit log whenever somebody looks at the page of admins.
afterAll(() => Promise.all(hooks.map((id) => admin.api.delete(`/webhooks/${id}`))));

async function fillWorkflows(): Promise<void> {
  const { api } = user;
  await Promise.all(Array.from({ length: PAGE }, (_, n) => createWorkflow(api, `Of a page ${n}`)));
  const named = (what: string, steps?: readonly string[]) => createWorkflow(api, `${what} ${NAME}`, steps);
  const [never, good, failed, cancelled, acknowledged, resolved] = await Promise.all([
    named('Never'),
    named('Good', ['only']),
    named('Failing', [`one <i>&amp;`, 'fail']),
    named('Cancelled', ['wait 5000', 'two']),
    named('Acknowledged', ['fail']),
    named('Resolved', ['fail']),
  ]);
  made = { never, good, failed, cancelled };
  const stopped = await startRun(api, cancelled);
  for (const one of [good, good, failed, failed, acknowledged, resolved]) await runToEnd(api, one);
  expectStatus(await api.post(`/workflows/${cancelled.id}/runs/${stopped.id}/cancel`), 200);
  await untilOver(api, stopped);
  const { items } = await told<{ items: readonly Alert[] }>(api, '/alerts');
  const alertOf = ({ name }: Workflow) => items.find(({ title }) => title.includes(name))?.id ?? '';
  expectStatus(await api.post(`/alerts/${alertOf(acknowledged)}/acknowledge`), 200);
  expectStatus(await api.post(`/alerts/${alertOf(resolved)}/acknowledge`), 200);
  expectStatus(await api.post(`/alerts/${alertOf(resolved)}/resolve`), 200);
  const { items: notices } = await told<Notifications>(api, '/notifications?limit=3');
  expectStatus(await api.post(`/notifications/${notices[1]?.id ?? ''}/read`), 200);
}

async function fillUploads(): Promise<void> {
  for (const [name, type, size] of [
    [`one ${NAME}.txt`, 'text/plain', 1],
    ['many.csv', 'text/csv', 2000],
    ['most.json', 'application/json', 3_000_000],
  ] as const) {
    const headers = { 'content-type': type, 'idempotency-key': randomUUID() };
    const body = Buffer.alloc(size, 'a');
    expectStatus(
      await user.api.ask('POST', `/uploads?name=${encodeURIComponent(name)}`, { body, headers }),
      201,
    );
  }
}

async function fillWebhooks(): Promise<void> {
  if (webhooksUrl === undefined) return;
  for (const events of [['alert.resolved'], ['run.succeeded', 'alert.opened']]) {
    const hook = { url: `${webhooksUrl}/hooks/${randomUUID()}?status=204&copy=1`, events };
    hooks.push(expectBody(await admin.api.create('/webhooks', hook), 201, newWebhook).id);
  }
}

interface Shown<T> {
  readonly path: string;
  readonly title: string;
  readonly at?: { readonly path: string; readonly as: 'page' | 'true' };
  readonly status?: number;
  readonly problem?: string;
  /** What the API tells; asked before the page and after it. */
  readonly ask: (api: Client) => Promise<T>;
  readonly lines: (told: T) => Lines;
}

/** Things go on beside us: what is compared is a page that was made between two equal answers. */
async function expectShown<T>(
  { me, api, cookie }: Person,
  { path, title, at, status = 200, problem, ask, lines }: Shown<T>,
): Promise<void> {
  const asked = async () => {
    const [page, unread] = await Promise.all([ask(api), unreadOf(api)]);
    return { page, unread };
  };
  const { answer, told: all } = await between(path, cookie, asked);
  const around = { me, unread: all.unread, ...(at && { at }), ...(problem !== undefined && { problem }) };
  expectPage(answer, { status, title, user: me.id, lines: pages.framed(around, lines(all.page)) });
}

/** A page that was made between two equal answers of the API: things go on beside us, and some are measured each second. */
async function between<T>(
  path: string,
  cookie: string,
  ask: () => Promise<T>,
): Promise<{ answer: Answer; told: T }> {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await ask();
    const answer = await web.get(path, { cookie });
    if (JSON.stringify(before) === JSON.stringify(await ask())) return { answer, told: before };
  }
  throw new Error(
    `${path}: ${TRIES} times, what the API told after the page was not what it had told before`,
  );
}

const unreadOf = async (api: Client) =>
  (await told<Notifications>(api, '/notifications?unread=true&limit=1')).unread;
const nothing = () => Promise.resolve(undefined);
const workflowsAt = (query: string) => async (api: Client) => {
  const [list, { items: latest }] = await Promise.all([
    told<List<Workflow>>(api, `/workflows?${query}`),
    told<{ items: Run[] }>(api, '/runs/latest'),
  ]);
  return { ...list, latest };
};
const here = (path: string) => ({ path, at: { path, as: 'page' } as const });
const everybody = (): readonly Person[] => [user, admin];

describe('a page shows what the API tells, whole and in its order, to a user and to an admin:', () => {
  test('the dashboard', async () => {
    for (const person of everybody())
      await expectShown(person, {
        ...here('/dashboard'),
        title: 'Dashboard',
        ask: async (api) => {
          const [{ metrics }, { items: alerts }, workflows, overview] = await Promise.all([
            told<{ metrics: Metric[] }>(api, '/metrics/baseline'),
            told<{ items: Alert[] }>(api, '/alerts'),
            workflowsAt('limit=10')(api),
            person === admin ? told<Overview>(api, '/admin/overview') : undefined,
          ]);
          return { metrics, alerts, workflows, ...(overview && { overview }) };
        },
        lines: pages.dashboard,
      });
  });

  test('workflows, the newest and the older ones', async () => {
    for (const person of everybody()) {
      await expectShown(person, {
        ...here('/workflows'),
        title: 'Workflows',
        ask: workflowsAt(`limit=${PAGE}`),
        lines: (all) => pages.workflows(all, true),
      });
      const { nextCursor } = await workflowsAt(`limit=${PAGE}`)(person.api);
      const cursor = encodeURIComponent(nextCursor ?? 'none');
      await expectShown(person, {
        ...here('/workflows'),
        path: `/workflows?cursor=${cursor}`,
        title: 'Workflows',
        ask: workflowsAt(`limit=${PAGE}&cursor=${cursor}`),
        lines: (all) => pages.workflows(all, false),
      });
    }
  });

  test('a workflow, with its runs of each end', async () => {
    for (const one of Object.values(made)) {
      const path = `/workflows/${one.id}`;
      await expectShown(user, {
        path,
        at: { path: '/workflows', as: 'true' },
        title: one.name,
        ask: async (api) =>
          [
            await told<Workflow>(api, path),
            await told<List<Run>>(api, `${path}/runs?limit=${PAGE}`),
          ] as const,
        lines: (all) => pages.workflow(...all),
      });
    }
  });

  test('uploads', async () => {
    for (const person of everybody())
      await expectShown(person, {
        ...here('/uploads'),
        title: 'Uploads',
        ask: (api) => told<List<Upload>>(api, `/uploads?limit=${PAGE}`),
        lines: pages.uploads,
      });
  });

  test('what a search found, or not, and what is asked where nothing was', async () => {
    const at = { path: '/search', as: 'page' } as const;
    await expectShown(user, {
      path: '/search',
      at,
      title: 'Search',
      ask: nothing,
      lines: () => pages.search(''),
    });
    for (const query of ['key or secret', 'backup', `no ${NAME} at all`]) {
      const path = `/search?q=${encodeURIComponent(query)}`;
      const ask = (api: Client) => told<Found>(api, path);
      await expectShown(user, {
        path,
        at,
        title: 'Search',
        ask,
        lines: (found) => pages.search(query, found),
      });
    }
    for (const query of ['', 'x'.repeat(201)])
      await expectShown(user, {
        path: `/search?q=${query}`,
        ...{
          at,
          title: 'Search',
          status: 400,
          problem: 'Please check: q. Type 1 to 200 characters to search for.',
        },
        ask: nothing,
        lines: () => pages.search(query),
      });
  });

  test('alerts @FUN-05/listed', async () => {
    for (const person of everybody())
      await expectShown(person, {
        ...here('/alerts'),
        title: 'Alerts',
        ask: async (api) => (await told<{ items: Alert[] }>(api, '/alerts')).items,
        lines: pages.alerts,
      });
  });

  test('notifications, the unread ones first', async () => {
    for (const person of everybody())
      await expectShown(person, {
        ...here('/notifications'),
        title: 'Notifications',
        ask: (api) => told<Notifications>(api, '/notifications?limit=50'),
        lines: pages.notifications,
      });
  });
});

test('an admin sees users, queue, webhooks and the audit log, the newest lines and the older ones', async () => {
  const { me, api, cookie } = admin;
  const looked = async (path: string) => {
    const { answer, told: all } = await between(path, cookie, () => around(api));
    const audit = await auditOf(api, answer);
    const at = { path: '/admin', as: 'page' } as const;
    const lines = pages.framed({ me, unread: all.unread, at }, pages.admin({ ...all.told, audit }));
    expectPage(answer, { status: 200, title: 'Admin', user: me.id, lines });
    return audit.nextCursor ?? 'none';
  };
  await looked(`/admin?cursor=${encodeURIComponent(await looked('/admin'))}`);
});

/**
 * Whoever looks at the log adds to it: the page shows a stretch of what the API tells afterwards, beginning with its own first line.
 * What the page asked for at the same moment, as the same request, may stand in it or not yet.
 */
async function auditOf(api: Client, page: Answer): Promise<List<AuditLine>> {
  const { items } = await told<List<AuditLine>>(api, '/admin/audit?limit=100');
  const shown = linesOf(String(page.body));
  const first = shown.slice(shown.indexOf('table "Audit log": Time | Who | What | Request id') + 1);
  const isAt = ({ createdAt, action: done, requestId }: AuditLine, row: number) =>
    first[row]?.includes(createdAt) === true &&
    first[row + 4] === `"${done}"` &&
    first[row + 6] === `"${requestId}"`;
  const own = page.headers.get('request-id');
  const lines = items.filter((line) => line.requestId !== own || first.some((_, row) => isAt(line, row)));
  const start = lines.findIndex((line) => isAt(line, 2));
  expect(start, `the first line of the log is one of the API's: ${first.slice(0, 9).join(' ')}`).not.toBe(-1);
  const stretch = lines.slice(start, start + AUDIT_PAGE);
  const last = items.findIndex((line) => line === stretch.at(-1));
  // That question is a line too.
  const again = await told<List<AuditLine>>(api, `/admin/audit?limit=${last + 2}`);
  expect(again.items.at(-1), 'the last line of the page, asked for again').toEqual(stretch.at(-1));
  return { items: stretch, nextCursor: again.nextCursor };
}

/** What stands around the audit log. */
async function around(api: Client) {
  const overview = await told<Overview>(api, '/admin/overview');
  const { items } = await told<List<{ id: string; url: string; events: string[] }>>(
    api,
    '/webhooks?limit=20',
  );
  const webhooks = await Promise.all(
    items.map(async ({ id, url, events }) => ({
      ...{ url, events },
      deliveries: (await told<List<{ status: string }>>(api, `/webhooks/${id}/deliveries?limit=100`)).items,
    })),
  );
  return { told: { overview, webhooks }, unread: await unreadOf(api) };
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const GONE = 'There is nothing here. It may have been deleted meanwhile.';

describe('what cannot be shown is answered by a page that says why, with a way on', () => {
  for (const [title, path, status, message] of [
    ['Page not found', '/no-such-page', 404, GONE],
    ['Page not found', `/workflows/${NOWHERE}`, 404, GONE],
    ['Page not found', `/uploads/${NOWHERE}/content`, 404, GONE],
    ['This is not allowed', '/admin', 403, 'You may not do this. Ask an admin of your tenant.'],
    ['That did not work', '/workflows?cursor=none', 400, 'Please check: cursor.'],
    ['That did not work', '/uploads/7/content', 400, 'Please check: id.'],
  ] as const)
    test(`${path.replace(NOWHERE, ':unknown')}: ${status}`, async () => {
      const { me, api, cookie } = user;
      const answer = await web.get(path, { cookie });
      const unread = await unreadOf(api);
      expectPage(answer, {
        status,
        title,
        user: me.id,
        lines: pages.framed({ me, unread }, problemOf(answer, title, message)),
      });
    });

  test('without a navigation where nobody is signed in', async () => {
    for (const cookie of ['', 'session=none']) {
      const answer = await web.get('/no-such-page', { cookie });
      expectPage(answer, {
        status: 404,
        title: 'Page not found',
        lines: pages.bare(problemOf(answer, 'Page not found', GONE)),
      });
    }
  });
});

function problemOf({ headers }: Answer, title: string, message: string): Lines {
  return pages.problemPage(title, message, headers.get('request-id') ?? 'none');
}

test('the login says what is wrong, and keeps the e-mail', async () => {
  expectPage(await web.get('/login'), { status: 200, title: 'Sign in', lines: pages.login() });
  const email = `no"body'<b>@nowhere.test`;
  const answer = await web.ask('POST', '/login', {
    body: new URLSearchParams({ email, password: 'x' }),
    headers: { origin: webUrl },
  });
  const problem = 'The e-mail or the password is wrong. Check both and try again.';
  expectPage(answer, { status: 401, title: 'Sign in', lines: pages.login({ email, problem }) });
});
