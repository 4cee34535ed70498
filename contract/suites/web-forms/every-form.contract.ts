import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runToEnd, startRun } from '../shared/runs.ts';
import { alerts, listOf, notifications, run, upload, workflow } from '../shared/shapes.ts';
import { signInToWeb } from '../shared/web.ts';
import { type Form, formsOf, linksOf } from './forms.ts';
import { expectSent, formData, named, web } from './visitor.ts';

const { webUrl, apiUrl, accounts, frontEnds } = binding();
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
/** Stands in every text that a form sends here. */
const MARK = `Sent by nobody ${randomUUID()}`;
const PAGES_AT_MOST = 40;

let api: Client;
/** Of every page that a user or an admin gets to, by what they are sent to, ids apart. */
let forms: ReadonlyMap<string, { readonly form: Form; readonly cookie: string }>;
/** What forms could do something to, as it is. */
let state: () => Promise<unknown>;
let before: unknown;
let end: () => Promise<void>;

beforeAll(async () => {
  api = await signIn(apiUrl, accounts.user);
  const things = await oneOfEach();
  ({ state, end } = things);
  const found = new Map<string, { form: Form; cookie: string }>();
  for (const account of [accounts.user, accounts.admin]) {
    const cookie = await signInToWeb(webUrl, account);
    for (const form of (await pagesOf(cookie, things.page)).flatMap(formsOf)) {
      const key = form.action.replace(UUID, ':id');
      if (!found.has(key)) found.set(key, { form, cookie });
    }
  }
  forms = found;
  before = await state();
}, 60_000);
afterAll(() => end());

/** One of each thing that pages have forms for; gives a page of the one that goes on, and what tells whether any of it changed. */
async function oneOfEach() {
  const failing = await createWorkflow(api, named('Failing'), ['fail']);
  await runToEnd(api, failing);
  const long = await createWorkflow(api, named('Going on'), Array<string>(20).fill('wait 5000'));
  const { id: runId } = await startRun(api, long);
  const headers = { 'content-type': 'text/plain', 'idempotency-key': randomUUID() };
  const sent = await api.ask('POST', '/uploads?name=form.txt', { body: Uint8Array.of(1), headers });
  const { id } = expectBody(sent, 201, upload);
  const state = async () => {
    const runs = expectBody(await api.get(`/workflows/${long.id}/runs`), 200, listOf(run)).items;
    const told = expectBody(await api.get('/notifications?limit=100'), 200, notifications).items;
    const seen = await Promise.all(
      ['/workflows?limit=100', '/uploads?limit=100'].map((path) => api.get(path)),
    );
    return {
      workflows: await Promise.all([failing, long].map(workflowNow)),
      // It goes on by itself, as far as nobody stops it.
      runs: runs.map(({ status }) => (status === 'queued' ? 'running' : status)),
      alerts: expectBody(await api.get('/alerts'), 200, alerts).items.filter(({ title }) =>
        title.includes(failing.name),
      ),
      notifications: told.filter(({ link }) => link.endsWith(failing.id)),
      upload: expectBody(await api.get(`/uploads/${id}`), 200, upload),
      ofNobody: seen.filter(({ body }) => JSON.stringify(body).includes(MARK)).map(({ what }) => what),
    };
  };
  const end = async () => expectStatus(await api.post(`/workflows/${long.id}/runs/${runId}/cancel`), 200);
  return { page: `/workflows/${long.id}`, state, end };
}

const workflowNow = async ({ id }: { readonly id: string }) =>
  expectBody(await api.get(`/workflows/${id}`), 200, workflow);

/** Every page that links lead to from those that the environment names, and that one; of pages of one kind, one. */
async function pagesOf(cookie: string, page: string): Promise<readonly string[]> {
  const open = [...new Set([...frontEnds.flatMap(({ signedInPages }) => signedInPages), page])];
  const kindOf = (path: string) => (path.split(/[?#]/)[0] ?? '').replace(UUID, ':id');
  const seen = new Set(['', ...open.map(kindOf)]);
  const pages: string[] = [];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const answer = await web.get(path, { cookie });
    if (answer.headers.get('content-type')?.startsWith('text/html') !== true) continue;
    pages.push(String(answer.body));
    for (const link of linksOf(String(answer.body))) {
      if (seen.has(kindOf(link))) continue;
      seen.add(kindOf(link));
      open.push(link);
    }
    expect(pages.length, 'pages of different kinds').toBeLessThan(PAGES_AT_MOST);
  }
  return pages;
}

/** Its empty fields filled in, a file where it takes one. */
function send({ action, enctype, fields }: Form, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const filled = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value || MARK]));
  const file = new File(['a'], `${MARK}.txt`, { type: 'text/plain' });
  const isMultipart = enctype.startsWith('multipart');
  const body = isMultipart ? formData({ ...filled, file }) : new URLSearchParams(filled);
  return web.ask('POST', action, { body, headers });
}

test('pages hold the forms of workflows, runs, alerts, uploads, notifications and the session', () => {
  expect([...forms.keys()]).toEqual(
    expect.arrayContaining([
      ...['/logout', '/workflows', '/workflows/:id/delete', '/workflows/:id/runs'],
      ...['/workflows/:id/runs/:id/cancel', '/alerts/:id/acknowledge', '/alerts/:id/resolve'],
      ...['/uploads', '/uploads/:id/delete', '/notifications/read-all', '/notifications/:id/read'],
    ]),
  );
});

const ORIGINS = [
  'null',
  'http://elsewhere.test',
  webUrl.replace('//', '//www.'),
  `${webUrl}.elsewhere.test`,
  `${webUrl.replace(/:\d+$/, '')}:9`,
];

test('every form is refused when another site sends it, and does nothing @SEC-08/csrf @CON-04/403', async () => {
  expect(forms.size, 'forms').toBeGreaterThan(0);
  for (const { form, cookie } of forms.values())
    for (const origin of ORIGINS) {
      const answer = await send(form, { cookie, origin });
      expect(answer.status, `${answer.what}, from ${origin}`).toBe(403);
    }
  expect(await state(), 'what there was before').toEqual(before);
  for (const cookie of new Set([...forms.values()].map((one) => one.cookie)))
    expectStatus(await web.get('/dashboard', { cookie }), 200);
});

test('every form leads who is not signed in to the login, and does nothing @SEC-06/anonymous', async () => {
  expect(forms.size, 'forms').toBeGreaterThan(0);
  for (const { form } of forms.values())
    expectSent(await send(form, { cookie: '', origin: webUrl }), '/login');
  expect(await state(), 'what there was before').toEqual(before);
});

test('every form but that for signing out leads whose session is over to the login, from there to a page of theirs, and does nothing @SEC-06/sessions', async () => {
  for (const { form, cookie: own } of forms.values())
    for (const cookie of ['session=none', 'session=a.b.c']) {
      const { status, headers, what } = await send(form, { cookie, origin: webUrl });
      expect(status, what).toBe(303);
      const to = new URL(headers.get('location') ?? '', webUrl);
      expect([to.origin, to.pathname], what).toEqual([webUrl, '/login']);
      const from = to.searchParams.get('from');
      if (form.action === '/logout') expect(from, what).toBeNull();
      else expectStatus(await web.get(from ?? 'nowhere', { cookie: own }), 200);
    }
  expect(await state(), 'what there was before').toEqual(before);
});
