import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import {
  type Answer,
  type Client,
  clientOf,
  expectBody,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { createWorkflow, runNow, runToEnd, startRun } from '../shared/runs.ts';
import { alerts, listOf, notifications, run, upload, type Workflow, workflow } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { alertsIn, type Form, formsOf, valueOf } from './forms.ts';

const { webUrl, apiUrl, accounts, frontEnds } = binding();
const web = clientOf(webUrl);
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

let api: Client;
let cookie: string;
/** One of each thing that pages have forms for. */
let failing: Workflow;
beforeAll(async () => {
  api = await signIn(apiUrl, accounts.user);
  cookie = await signInToWeb(webUrl, accounts.user);
  failing = await createWorkflow(api, `Forms ${randomUUID().slice(0, 8)}`, ['fail']);
  await runToEnd(api, failing);
});

const named = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;
const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields);
const post = (
  path: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
) => web.ask('POST', path, { body: form(fields), headers: { cookie, origin: webUrl, ...headers } });
const page = async (path: string) => {
  const answer = await web.get(path, { cookie });
  expectStatus(answer, 200);
  return String(answer.body);
};
function expectSent({ headers, status, what }: Answer, to: string): void {
  expect([status, headers.get('location')], what).toEqual([303, to]);
}
/** A page that says what is wrong. */
function expectSaid(answer: Answer, status: number, said: RegExp): string {
  expectStatus(answer, status);
  expect(answer.headers.get('content-type'), answer.what).toContain('text/html');
  const text = String(answer.body);
  expect(alertsIn(text).join(' '), `${answer.what}: what its alert says`).toMatch(said);
  return text;
}
const byName = async (name: string) => {
  const { items } = expectBody(await api.get('/workflows?limit=100'), 200, listOf(workflow));
  return items.filter((one) => one.name === name);
};
const ofFailing = async () =>
  expectBody(await api.get('/alerts'), 200, alerts).items.filter(({ title }) => title.includes(failing.name));

describe('every form of every page', () => {
  /** By what they are sent to, ids apart. */
  let forms: ReadonlyMap<string, Form>;
  beforeAll(async () => {
    const paths = frontEnds.flatMap(({ signedInPages }) => signedInPages);
    const running = await createWorkflow(api, named('Running'), ['wait 4000']);
    const started = await startRun(api, running);
    const bytes = Uint8Array.of(1);
    const headers = { 'content-type': 'text/plain', 'idempotency-key': randomUUID() };
    expectStatus(await api.ask('POST', '/uploads?name=form.txt', { body: bytes, headers }), 201);
    const pages = await Promise.all([...new Set([...paths, `/workflows/${running.id}`])].map(page));
    forms = new Map(pages.flatMap(formsOf).map((one) => [one.action.replace(UUID, ':id'), one]));
    expectStatus(await api.post(`/workflows/${running.id}/runs/${started.id}/cancel`), 200);
  });
  const send = ({ action, enctype, fields }: Form, headers: Readonly<Record<string, string>>) => {
    if (!enctype.startsWith('multipart')) return web.ask('POST', action, { body: form(fields), headers });
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('file', new File(['a'], 'form.txt', { type: 'text/plain' }));
    return web.ask('POST', action, { body, headers });
  };

  test('is known here: pages hold those of workflows, runs, alerts, uploads, notifications and the session @SEC-06/web-routes', () => {
    expect([...forms.keys()].sort()).toEqual(
      expect.arrayContaining([
        ...[
          '/logout',
          '/workflows',
          '/workflows/:id/delete',
          '/workflows/:id/runs',
          '/workflows/:id/runs/:id/cancel',
        ],
        ...['/alerts/:id/acknowledge', '/alerts/:id/resolve', '/uploads', '/uploads/:id/delete'],
        ...['/notifications/read-all', '/notifications/:id/read'],
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
  test('is refused when another site sends it @SEC-06/web-routes @CON-04/403', async () => {
    expect(forms.size).toBeGreaterThan(0);
    for (const one of forms.values())
      for (const origin of ORIGINS) {
        const answer = await send(one, { cookie, origin });
        expect(answer.status, `${answer.what}, from ${origin}`).toBe(403);
      }
  });

  test('leads who is not signed in to the login @SEC-06/web-routes', async () => {
    expect(forms.size).toBeGreaterThan(0);
    for (const one of forms.values())
      for (const given of ['', 'session=none', 'session=a.b.c']) {
        const answer = await send(one, { cookie: given, origin: webUrl });
        expectSent(answer, '/login');
      }
  });

  test('and nothing of that had an effect', async () => {
    expect(
      (await ofFailing()).map(({ status }) => status),
      'alerts',
    ).toEqual(['open']);
    expectStatus(await web.get('/dashboard', { cookie }), 200);
    expectStatus(await api.get(`/workflows/${failing.id}`), 200);
  });
});

describe('the form of a workflow', () => {
  test('creates it once, with its steps, and leads back @FUN-03/create @CON-08/workflows', async () => {
    const name = named('From a form');
    const sent = {
      name: `  ${name} `,
      steps: ' one ,two,  three four',
      key: randomUUID(),
      back: '/workflows?limit=5',
    };
    expectSent(await post('/workflows', sent), '/workflows?limit=5');
    expectSent(await post('/workflows', sent), '/workflows?limit=5');
    const [made, ...others] = await byName(name);
    expect(others, 'others of that name').toEqual([]);
    expect(made).toMatchObject({ steps: ['one', 'two', 'three four'], createdBy: accounts.user.username });
  });

  test('without steps makes the default ones @FUN-03/create', async () => {
    const name = named('Default');
    expectSent(
      await post('/workflows', { name, steps: '  ', key: randomUUID(), back: '/workflows' }),
      '/workflows',
    );
    expect((await byName(name)).map(({ steps }) => steps)).toEqual([['collect', 'summarise']]);
  });

  for (const [title, fields, status, said] of [
    ['a blank name', { name: '   ' }, 400, /name/i],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 400, /name/i],
    ['a blank step', { steps: 'one,,two' }, 400, /steps/i],
    ['21 steps', { steps: Array(21).fill('s').join(',') }, 400, /steps/i],
    ['no key', { key: '' }, 400, /key/i],
  ] as const)
    test(`with ${title} is answered by the page, with what is wrong @FUN-03/create @SEC-08/input`, async () => {
      const name = named('Wrong');
      const all = { name, steps: '', key: randomUUID(), back: '/workflows', ...fields };
      expectSaid(await post('/workflows', all), status, said);
      expect(await byName(name)).toEqual([]);
    });

  test('with the key of another is answered by the page', async () => {
    const [key, name] = [randomUUID(), named('Second')];
    expectSent(await post('/workflows', { name: named('First'), key, back: '/workflows' }), '/workflows');
    expectSaid(
      await post('/workflows', { name, key, back: '/workflows' }),
      422,
      /sent before with other content/,
    );
    expect(await byName(name)).toEqual([]);
  });

  for (const back of [
    '//elsewhere.test',
    '/\\elsewhere.test',
    'https://elsewhere.test/',
    'javascript:alert(1)',
    'workflows',
    '/.//elsewhere.test',
    '',
  ])
    test(`never leads to ${JSON.stringify(back)} @SEC-08/input`, async () => {
      const answer = await post('/workflows', { name: named('Back'), key: randomUUID(), back });
      expectSent(answer, '/dashboard');
    });
});

describe('the forms of', () => {
  test('a run start it, cancel it, and lead back @FUN-03/run @FUN-03/cancel', async () => {
    const made = await createWorkflow(api, named('Runs'), ['wait 4000']);
    expectSent(
      await post(`/workflows/${made.id}/runs`, { back: `/workflows/${made.id}` }),
      `/workflows/${made.id}`,
    );
    const { items } = expectBody(await api.get(`/workflows/${made.id}/runs`), 200, listOf(run));
    expect(items.length, 'runs').toBe(1);
    const [started] = items;
    if (started === undefined) return;
    expectSent(await post(`/workflows/${made.id}/runs/${started.id}/cancel`), `/workflows/${made.id}`);
    expect((await runNow(api, started)).status).toBe('cancelled');
    const ended = await runToEnd(api, await createWorkflow(api, named('Over')));
    expectSaid(
      await post(`/workflows/${ended.workflowId}/runs/${ended.id}/cancel`),
      409,
      /has changed meanwhile/,
    );
  });

  test('a workflow delete it @FUN-03/change', async () => {
    const made = await createWorkflow(api, named('Gone'));
    expectSent(await post(`/workflows/${made.id}/delete`), '/workflows');
    expectRefusal(await api.get(`/workflows/${made.id}`), 404, 'NOT_FOUND');
    expectStatus(await post(`/workflows/${made.id}/delete`), 404);
    expectStatus(await post('/workflows/not-an-id/delete'), 400);
  });

  test('an alert acknowledge and resolve it @FUN-05/acknowledged @FUN-05/resolved', async () => {
    const [opened] = await ofFailing();
    const path = `/alerts/${opened?.id ?? ''}`;
    expectSent(await post(`${path}/acknowledge`, { back: '/alerts' }), '/alerts');
    expect(await ofFailing()).toMatchObject([
      { status: 'acknowledged', acknowledgedBy: accounts.user.username },
    ]);
    expectSent(await post(`${path}/resolve`, { back: '/dashboard' }), '/dashboard');
    expect(await ofFailing()).toMatchObject([{ status: 'resolved' }]);
    expectSaid(await post(`${path}/acknowledge`, { back: '/alerts' }), 409, /has changed meanwhile/);
  });

  test('notifications mark one and all as read @FUN-06/read @FUN-06/unread-count', async () => {
    const list = async () =>
      expectBody(await api.get('/notifications?unread=true&limit=100'), 200, notifications);
    await runToEnd(api, failing);
    const [first] = (await list()).items;
    expectSent(await post(`/notifications/${first?.id ?? ''}/read`), '/notifications');
    expect((await list()).items.map(({ id }) => id)).not.toContain(first?.id);
    await runToEnd(api, failing);
    expectSent(await post('/notifications/read-all'), '/notifications');
    expect((await list()).unread).toBe(0);
  });
});

describe('the form of an upload', () => {
  const multipart = (fields: Readonly<Record<string, string | File>>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return web.ask('POST', '/uploads', { body, headers: { cookie, origin: webUrl } });
  };
  const listed = async () => expectBody(await api.get('/uploads?limit=100'), 200, listOf(upload)).items;

  test('stores its file once, byte for byte, under its name; the page gives it back and deletes it @FUN-02/stored @FUN-02/downloaded @FUN-02/listed', async () => {
    const bytes = Buffer.from(`a,b\r\n${randomUUID()},é\0\n`.repeat(5000));
    const name = `${named('Grüße')}.csv`;
    const fields = { key: randomUUID(), file: new File([bytes], name, { type: 'text/csv' }) };
    expectSent(await multipart(fields), '/uploads');
    expectSent(await multipart(fields), '/uploads');
    const [made, ...others] = (await listed()).filter((one) => one.name === name);
    expect(others).toEqual([]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(made).toMatchObject({ type: 'text/csv', size: bytes.length, sha256 });
    const path = `/uploads/${made?.id ?? ''}`;
    const [ours, theirs] = [await web.get(`${path}/content`, { cookie }), await api.get(`${path}/content`)];
    expectStatus(ours, 200);
    expect(Buffer.compare(ours.bytes, bytes), `${ours.what}: the bytes`).toBe(0);
    for (const header of ['content-type', 'content-length', 'content-digest', 'content-disposition'])
      expect(ours.headers.get(header), `${ours.what}: ${header}`).toBe(theirs.headers.get(header));
    expectSent(await post(`${path}/delete`), '/uploads');
    expectRefusal(await api.get(path), 404, 'NOT_FOUND');
    expectStatus(await web.get(`${path}/content`, { cookie }), 404);
  });

  const small = (type = 'text/plain') => new File(['a'], 'small.txt', { type });
  const MOST = 5 * 1024 * 1024;
  for (const [title, fields, status, said] of [
    ['no file', { key: 'k' }, 400, /file/i],
    ['a file of no name', { key: 'k', file: new File(['a'], '', { type: 'text/plain' }) }, 400, /file/i],
    ['an empty file', { key: 'k', file: new File([], 'empty.txt', { type: 'text/plain' }) }, 400, /file/i],
    ['its file in another field', { key: 'k', other: small() }, 400, /file/i],
    ['no key', { file: small() }, 400, /key/i],
    ['a type that is not taken', { key: randomUUID(), file: small('text/html') }, 415, /type/i],
    [
      'a byte too many',
      { key: randomUUID(), file: new File([new Uint8Array(MOST + 1)], 'large.txt', { type: 'text/plain' }) },
      413,
      /large/i,
    ],
  ] as const)
    test(`with ${title} is answered by the page, and nothing is stored @FUN-02/type-limit @FUN-02/size-limit @SEC-08/input`, async () => {
      const before = (await listed()).length;
      expectSaid(await multipart(fields), status, said);
      expect((await listed()).length, 'uploads').toBe(before);
    });

  test('of the largest size is stored @FUN-02/size-limit', async () => {
    const file = new File([new Uint8Array(MOST).fill(65)], 'largest.txt', { type: 'text/plain' });
    expectSent(await multipart({ key: randomUUID(), file }), '/uploads');
  });

  test('that is no multipart form is answered by the page @FUN-02/type-limit', async () => {
    expectSaid(await post('/uploads', { key: 'k', file: 'a' }), 415, /type of file/);
  });
});

describe('signing in', () => {
  const enter = (fields: Readonly<Record<string, string>>) =>
    web.ask('POST', '/login', { body: form(fields), headers: { origin: webUrl } });
  const { username, password } = accounts.user;

  for (const [title, fields] of [
    ['a wrong password', { email: username, password: `${password}x` }],
    ['nobody’s e-mail', { email: 'nobody@nowhere.test', password }],
    ['no e-mail', { email: 'no e-mail', password }],
    ['nothing', {}],
  ] as const)
    test(`with ${title} says the same, and keeps only the e-mail @SEC-08/input`, async () => {
      const answer = await enter(fields);
      const text = expectSaid(
        answer,
        401,
        /^The e-mail or the password is wrong\. Check both and try again\.$/,
      );
      expect(valueOf(text, 'email')).toBe('email' in fields ? fields.email : '');
      expect(valueOf(text, 'password') ?? '').toBe('');
      expect(answer.headers.getSetCookie(), `${answer.what}: set-cookie`).toEqual([]);
    });

  test('leads to the dashboard, and from the login too; signing out ends the session everywhere @SEC-06/sessions', async () => {
    const answer = await enter({ email: ` ${username} `, password });
    expectSent(answer, '/dashboard');
    const own = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    for (const path of ['/', '/login']) {
      const led = await web.get(path, { cookie: own });
      expect([led.status, led.headers.get('location')], led.what).toEqual([302, '/dashboard']);
      const stranger = await web.get(path);
      expect(
        path === '/' ? [stranger.status, stranger.headers.get('location')] : stranger.status,
        stranger.what,
      ).toEqual(path === '/' ? [302, '/login'] : 200);
    }
    const token = own.replace(/^session=/, '');
    expectStatus(await clientOf(apiUrl, token).get('/me'), 200);
    const out = await web.ask('POST', '/logout', {
      body: form({}),
      headers: { cookie: own, origin: webUrl },
    });
    expectSent(out, '/login');
    expect(out.headers.getSetCookie().join(), `${out.what}: set-cookie`).toMatch(
      /^session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/,
    );
    expectRefusal(await clientOf(apiUrl, token).get('/me'), 401, 'UNAUTHENTICATED');
    // A session that is over leads to the login, and its cookie goes.
    const over = await web.get('/dashboard', { cookie: own });
    expect([over.status, over.headers.get('location')], over.what).toEqual([302, '/login']);
    expect(over.headers.getSetCookie().join(), `${over.what}: set-cookie`).toMatch(/^session=;/);
    expectStatus(await web.get('/login', { cookie: own }), 200);
  });
});

describe('what programs ask the web', () => {
  const bearer = () => ({ authorization: `Bearer ${api.token ?? ''}` });
  const samples = (source: string) => ({
    source,
    samples: [{ name: `metric of ${source}`, value: 1.5, unit: 'ms', at: new Date().toISOString() }],
  });

  test('is taken with a session and with a token, and refused in the envelope without @CON-04/web @CON-06/ingest', async () => {
    for (const headers of [{ cookie }, bearer()]) {
      const source = named('web');
      const answer = await web.ask('POST', '/api/metrics/ingest', { json: samples(source), headers });
      expectStatus(answer, 202);
      expect(answer.body, answer.what).toEqual({ accepted: 1 });
      const found = await api.get(`/metrics/ingested?name=${encodeURIComponent(`metric of ${source}`)}`);
      expect(found.body, found.what).toMatchObject({ items: [{ source, value: 1.5, unit: 'ms' }] });
    }
    for (const headers of [{}, { authorization: 'Bearer none' }, { cookie: 'session=none' }])
      for (const [method, path] of [
        ['POST', '/api/metrics/ingest'],
        ['GET', '/api/metrics/baseline'],
        ['GET', '/events'],
      ] as const) {
        const call = method === 'POST' ? { json: samples('nobody'), headers } : { headers };
        expectRefusal(await web.ask(method, path, call), 401, 'UNAUTHENTICATED');
      }
    expectRefusal(
      await web.ask('POST', '/api/metrics/ingest', {
        json: { source: 'x', samples: [] },
        headers: { cookie },
      }),
      400,
      'VALIDATION_FAILED',
    );
    expectRefusal(
      await web.ask('POST', '/api/metrics/ingest', {
        body: 'x',
        headers: { cookie, 'content-type': 'text/plain' },
      }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expectRefusal(await web.get('/api/none', { cookie }), 404, 'NOT_FOUND');
  });

  test('of the baseline is the API’s answer, with tenant and tag @CON-04/web @CON-05/web-tenant @CON-09/web-conditional', async () => {
    const { tenant } = binding();
    const answer = await web.get('/api/metrics/baseline', { cookie });
    expectStatus(answer, 200);
    expect(answer.headers.get('tenant'), `${answer.what}: tenant`).toBe(tenant);
    expect(answer.headers.get('etag'), `${answer.what}: etag`).toMatch(/^"[^"]+"$/);
    const names = (answer.body as { metrics: { name: string }[] }).metrics.map(({ name }) => name);
    expect(names).toEqual(['cpu', 'memory', 'latency_p95', 'error_rate', 'requests']);
    const wrong = await web.get('/api/metrics/baseline', { ...bearer(), tenant: 'tenant-of-nobody' });
    expectRefusal(wrong, 403, 'TENANT_MISMATCH');
  });

  test('to make assets anew needs the secret @SEC-06/web-routes @CON-04/web', async () => {
    for (const secret of [undefined, '', 'wrong', 'x'.repeat(64)]) {
      const headers: Record<string, string> = secret === undefined ? {} : { 'x-revalidate-secret': secret };
      expectRefusal(
        await web.ask('POST', '/api/revalidate', { headers: { cookie, ...headers } }),
        401,
        'UNAUTHENTICATED',
      );
    }
  });

  test('of metrics is for admins @SEC-10/web-metrics', async () => {
    expectRefusal(await web.get('/api/metrics/prometheus', { cookie }), 403, 'FORBIDDEN');
    const admin = await signInToWeb(webUrl, accounts.admin);
    const answer = await web.get('/api/metrics/prometheus', { cookie: admin });
    expectStatus(answer, 200);
    expect(String(answer.body), answer.what).toContain('http_requests_total');
  });

  test('of the stream goes on after the event that was seen last @CON-03/sse-resume', async () => {
    const seen = await eventsAfter(
      undefined,
      async () => {
        await runToEnd(api, failing);
      },
      3,
    );
    const after = seen[0]?.id ?? '';
    const again = await eventsAfter(after, () => Promise.resolve(), seen.length - 1);
    expect(again.slice(0, seen.length - 1), `GET /events with last-event-id ${after}`).toEqual(seen.slice(1));
  });

  async function eventsAfter(id: string | undefined, cause: () => Promise<void>, count: number) {
    const leaving = new AbortController();
    const headers: Record<string, string> = { cookie, ...(id === undefined ? {} : { 'last-event-id': id }) };
    const response = await fetch(`${webUrl}/events`, { headers, signal: leaving.signal, redirect: 'manual' });
    expect(response.status, 'GET /events').toBe(200);
    expect(response.headers.get('content-type'), 'GET /events').toContain('text/event-stream');
    const events: { id: string; text: string }[] = [];
    const reading = (async () => {
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const own = /^id: ?(.*)$/m.exec(part)?.[1];
          if (own !== undefined) events.push({ id: own, text: part });
        }
      }
    })().catch(() => undefined);
    try {
      await cause();
      await until(
        `${count} events at GET /events`,
        () => events.length,
        (seen) => seen >= count,
      );
      return [...events];
    } finally {
      leaving.abort();
      await reading;
    }
  }
});
