import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, expectStatus } from '../shared/client.ts';
import { until } from '../shared/until.ts';
import { refusal } from './invented-api.ts';
import type { Lines } from './lines.ts';
import { expectPage } from './look.ts';
import * as pages from './pages.ts';
import { cookie, playApi } from './played.ts';
import type { User } from './told.ts';

const played = playApi();
const me: User = { id: 'me', email: 'me@nowhere.test', name: 'Me', role: 'user', tenant: 'tenant' };
const SAYS = 'The API says <so>.';
const CHANGED = 'It has changed meanwhile. Look at it again.';
const NOT_ALLOWED = 'You may not do this. Ask an admin of your tenant.';
const AWAY = 'The service does not answer right now. Try again in a minute.';
const NOT_FOUND = 'There is nothing here. It may have been deleted meanwhile.';
const OTHER = 'That did not work';

interface Told {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly message: string;
  /** Without a navigation: asking the API for it would make things worse. */
  readonly isBare?: true;
}

/** What people are told of each failure of the API. */
const failures: readonly Told[] = [
  { code: 'VALIDATION_FAILED', status: 400, title: OTHER, message: SAYS },
  { code: 'INVALID_CREDENTIALS', status: 401, title: OTHER, message: SAYS },
  { code: 'FORBIDDEN', status: 403, title: 'This is not allowed', message: NOT_ALLOWED },
  {
    ...{ code: 'TENANT_MISMATCH', status: 403, title: 'This is not allowed' },
    message: NOT_ALLOWED,
  },
  { code: 'NOT_FOUND', status: 404, title: 'Page not found', message: NOT_FOUND },
  { code: 'RUN_OVER', status: 409, title: OTHER, message: CHANGED },
  { code: 'ALERT_RESOLVED', status: 409, title: OTHER, message: CHANGED },
  { code: 'PRECONDITION_FAILED', status: 412, title: OTHER, message: CHANGED },
  {
    ...{ code: 'PAYLOAD_TOO_LARGE', status: 413, title: OTHER },
    message: 'The file is too large: at most 5 MB.',
  },
  {
    ...{ code: 'UNSUPPORTED_MEDIA_TYPE', status: 415, title: OTHER },
    message: 'This type of file is not taken: choose a text, CSV, JSON, PDF or PNG file.',
  },
  {
    ...{ code: 'IDEMPOTENCY_KEY_REUSED', status: 422, title: OTHER },
    message: 'This was sent before with other content. Reload the page and try again.',
  },
  {
    ...{ code: 'CHECKSUM_MISMATCH', status: 422, title: OTHER },
    message: 'The file was damaged on its way. Send it again.',
  },
  {
    ...{ code: 'RATE_LIMITED', status: 429, title: 'Too many requests', isBare: true },
    message: 'Too many requests. Wait 17 seconds and try again.',
  },
  {
    ...{ code: 'INTERNAL', status: 500, title: 'Something broke on our side', isBare: true },
    message: 'Something broke on our side. Quote the request id <id>.',
  },
  {
    ...{ code: 'DEPENDENCY_UNAVAILABLE', status: 503, isBare: true, message: AWAY },
    title: 'The service does not answer right now',
  },
];
const headers = { 'retry-after': '17' };

/** It takes 5 s: it goes on while the others are tested. */
let silence: ReturnType<typeof askInSilence>;
beforeAll(async () => {
  silence = askInSilence();
  silence.catch(() => undefined);
  const begun = () => played.api.asked.filter(({ what }) => /alerts|uploads|events/.test(what)).length;
  await until('three questions of the web', begun, (count) => count === 3);
});

async function askInSilence() {
  let write: (text: string) => void = () => undefined;
  played.tellAround(me);
  played.api.tell('GET /alerts', () => undefined);
  played.api.tell('GET /uploads?limit=20', (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"items":[');
  });
  played.api.tell('GET /events', (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('id: 1\n\n');
    write = (text) => void response.write(text);
  });
  const leaving = new AbortController();
  const began = performance.now();
  const [events, ...answers] = await Promise.all([
    fetch(`${played.web.url}/events`, { headers: { cookie }, signal: leaving.signal, redirect: 'manual' }),
    played.get('/alerts'),
    played.get('/uploads'),
  ]);
  return { answers, events, leaving, tookMs: performance.now() - began, tell: (text: string) => write(text) };
}
const idOf = ({ headers: own }: Answer) => own.get('request-id') ?? 'none';

function expectProblem(answer: Answer, { status, title, message, isBare }: Omit<Told, 'code'>): void {
  const lines = pages.problemPage(title, message.replace('<id>', idOf(answer)), idOf(answer));
  const all = isBare ? pages.bare(lines) : pages.framed({ me, unread: 3 }, lines);
  expectPage(answer, { status, title, user: isBare ? undefined : me.id, lines: all });
}

describe('a page that the API refuses', () => {
  for (const told of failures)
    test(`with ${told.code} says what that means, and passes on for how long`, async () => {
      played.tellAround(me, 3);
      played.api.tell('GET /alerts', refusal(told.code, told.status, { message: SAYS, headers }));
      const answer = await played.get('/alerts');
      expectProblem(answer, told);
      expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBe('17');
      expect(answer.headers.getSetCookie(), `${answer.what}: set-cookie`).toEqual([]);
    });

  test('without saying for how long says what to do all the same', async () => {
    played.tellAround(me);
    played.api.tell('GET /alerts', refusal('RATE_LIMITED', 429));
    const answer = await played.get('/alerts');
    const message = 'Too many requests. Wait 10 seconds and try again.';
    expectProblem(answer, { status: 429, title: 'Too many requests', message, isBare: true });
    expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBeNull();
  });

  for (const [title, tell] of [
    ['the frame is refused', { '/me': refusal('NOT_FOUND', 404) }],
    ['the frame is broken', { '/me': refusal('INTERNAL', 500) }],
    ['the session is over', { '/me': refusal('UNAUTHENTICATED', 401) }],
  ] as const)
    test(`where ${title} comes without it`, async () => {
      for (const [path, told] of Object.entries(tell)) played.api.tell(`GET ${path}`, told);
      const answer = await played.get('/no-such-page');
      expectProblem(answer, { status: 404, title: 'Page not found', message: NOT_FOUND, isBare: true });
    });

  test('because the session is over leads to the login, and the cookie goes', async () => {
    played.tellAround(me);
    played.api.tell('GET /alerts', refusal('UNAUTHENTICATED', 401));
    const answer = await played.get('/alerts');
    expect([answer.status, answer.headers.get('location')], answer.what).toEqual([
      ...[302, '/login?from=%2Falerts'],
    ]);
    expect(answer.headers.getSetCookie(), `${answer.what}: set-cookie`).toEqual([
      'session=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    ]);
  });
});

const away = (message = AWAY): Omit<Told, 'code'> => ({
  ...{ status: 503, title: 'The service does not answer right now', message, isBare: true },
});

describe('what is no answer is told as none:', () => {
  for (const [title, told] of [
    ['HTML', { status: 502, text: '<h1>Bad gateway</h1>' }],
    ['JSON without the envelope', { status: 500, json: {} }],
    ['a code that is none', refusal('NO_SUCH_CODE', 404)],
    ['JSON that breaks off', { status: 200, text: '{"items":[' }],
    ['nothing', (response: { destroy(): void }) => response.destroy()],
  ] as const)
    test(title, async () => {
      played.tellAround(me);
      played.api.tell('GET /alerts', told);
      const answer = await played.get('/alerts');
      expectProblem(answer, away());
      expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBe('1');
    });

  test('silence for 5 s, and what does not end in time; but a stream may last longer', async () => {
    const { answers, tookMs, leaving, events, tell } = await silence;
    for (const answer of answers) expectProblem(answer, away());
    expect(tookMs, 'ms until it is given up').toBeGreaterThan(4900);
    tell('id: 2\n\n');
    let heard = '';
    for await (const chunk of events.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('id: 2')) break;
    }
    leaving.abort();
    expect(heard, 'what the stream told').toBe('id: 1\n\nid: 2\n\n');
  });
});

const list = { items: [], nextCursor: null };
const alerts = pages.alerts([]);

describe('a form that the API refuses', () => {
  const acknowledge = (back?: string) =>
    played.post(
      '/alerts/00000000-0000-4000-8000-000000000000/acknowledge',
      back === undefined ? {} : { back },
    );
  const refused = (told: ReturnType<typeof refusal>) => {
    played.tellAround(me, 3);
    played.api.tell('POST /alerts/00000000-0000-4000-8000-000000000000/acknowledge', told);
    played.api.tell('GET /alerts', { json: list });
    played.api.tell('GET /workflows?limit=20&cursor=x', { json: list });
    played.api.tell('GET /runs/latest', { json: list });
  };
  const onPage = (answer: Answer, { status, message }: Omit<Told, 'code'>, main: Lines, path = '/alerts') => {
    const problem = message.replace('<id>', idOf(answer));
    const around = { me, unread: 3, at: { path, as: 'page' as const }, problem };
    expectPage(answer, {
      ...{ status, title: path === '/alerts' ? 'Alerts' : 'Workflows', user: me.id },
      lines: pages.framed(around, main),
    });
  };

  for (const told of failures.filter(({ code }) => code !== 'NOT_FOUND'))
    test(`with ${told.code} says so on its page`, async () => {
      refused(refusal(told.code, told.status, { message: SAYS, headers }));
      const answer = await acknowledge('/alerts');
      onPage(answer, told, alerts);
      expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBe('17');
    });

  test('says so on the page that it names, with its query', async () => {
    refused(refusal('ALERT_RESOLVED', 409));
    const answer = await acknowledge('/workflows?cursor=x');
    onPage(
      answer,
      { status: 409, title: OTHER, message: CHANGED },
      pages.workflows({ ...list, latest: [] }, false),
      '/workflows',
    );
  });

  test('on a page that is none says so on one of its own', async () => {
    refused(refusal('ALERT_RESOLVED', 409));
    expectProblem(await acknowledge('/nowhere'), { status: 409, title: OTHER, message: CHANGED });
  });

  test('as not there is the page for that', async () => {
    refused(refusal('NOT_FOUND', 404));
    expectProblem(await acknowledge('/alerts'), { status: 404, title: 'Page not found', message: NOT_FOUND });
  });

  test('because the session is over leads to the login, and the cookie goes', async () => {
    refused(refusal('UNAUTHENTICATED', 401));
    const answer = await acknowledge('/alerts');
    expect([answer.status, answer.headers.get('location')], answer.what).toEqual([
      ...[303, '/login?from=%2Falerts'],
    ]);
    expect(answer.headers.getSetCookie().join(), `${answer.what}: set-cookie`).toMatch(
      /^session=; Max-Age=0;/,
    );
  });
});

describe('the login that the API refuses', () => {
  const WRONG = 'The e-mail or the password is wrong. Check both and try again.';
  const LATER = 'Signing in does not work right now. Try again in a minute.';
  for (const [code, of, status, problem] of [
    ['INVALID_CREDENTIALS', 401, 401, WRONG],
    ['VALIDATION_FAILED', 400, 401, WRONG],
    ['RATE_LIMITED', 429, 429, 'Too many failed tries. Wait 17 seconds and try again.'],
    ['INTERNAL', 500, 500, LATER],
    ['DEPENDENCY_UNAVAILABLE', 503, 503, LATER],
    ['FORBIDDEN', 403, 403, LATER],
  ] as const)
    test(`with ${code} says so, and signs nobody in`, async () => {
      played.api.tell('POST /auth/login', refusal(code, of, { headers }));
      const fields = { email: ' me@nowhere.test ', password: ' secret ' };
      const answer = await played.web.ask('POST', '/login', { body: new URLSearchParams(fields) });
      expectPage(answer, {
        status,
        title: 'Sign in',
        lines: pages.login({ email: 'me@nowhere.test', problem }),
      });
      expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBe('17');
      expect(answer.headers.getSetCookie(), `${answer.what}: set-cookie`).toEqual([]);
      const [sent] = played.api.asked;
      expect(JSON.parse(sent?.body.toString() ?? ''), 'what the API was sent').toEqual({
        ...{ email: 'me@nowhere.test', password: ' secret ' },
      });
    });

  test('without saying for how long says a minute', async () => {
    played.api.tell('POST /auth/login', refusal('RATE_LIMITED', 429));
    const answer = await played.web.ask('POST', '/login', { body: new URLSearchParams({ email: 'a' }) });
    const problem = 'Too many failed tries. Wait 60 seconds and try again.';
    expectPage(answer, { status: 429, title: 'Sign in', lines: pages.login({ email: 'a', problem }) });
    expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBeNull();
  });
});

test('signing out works while the API is away', async () => {
  played.api.tell('POST /auth/logout', refusal('DEPENDENCY_UNAVAILABLE', 503));
  const answer = await played.post('/logout');
  expect([answer.status, answer.headers.get('location')], answer.what).toEqual([303, '/login']);
  expect(answer.headers.getSetCookie().join(), `${answer.what}: set-cookie`).toMatch(/^session=; Max-Age=0;/);
});

test('the web is as healthy as the API, and says so in time', async () => {
  const health = async () => {
    const { status, body } = await played.web.get('/api/health');
    return [status, body];
  };
  const durationMs = expect.any(Number) as number;
  const is = (status: string) => ({ status, checks: { api: { status, durationMs } } });
  played.api.tell('GET /api/health', { json: { status: 'ok' } });
  expect(await health()).toEqual([200, is('ok')]);
  played.api.tell('GET /api/health', refusal('DEPENDENCY_UNAVAILABLE', 503));
  expect(await health()).toEqual([503, is('unavailable')]);
  played.api.tell('GET /api/health', () => undefined);
  expect(await health()).toEqual([503, is('unavailable')]);
  const live = await played.web.get('/api/health/live');
  expectStatus(live, 200);
  expect(live.body, live.what).toEqual({ status: 'ok' });
});

test('what programs ask is refused in the envelope also while the API is away', async () => {
  played.api.tell('GET /metrics/baseline', (response) => void response.destroy());
  const id = randomUUID();
  const answer = await played.web.get('/api/metrics/baseline', { cookie, 'request-id': id });
  expectStatus(answer, 503);
  expect(answer.body, answer.what).toEqual({
    error: {
      code: 'DEPENDENCY_UNAVAILABLE',
      message: 'The API does not answer right now. Try again.',
      requestId: id,
    },
  });
  expect(answer.headers.get('retry-after'), `${answer.what}: retry-after`).toBe('1');
});
