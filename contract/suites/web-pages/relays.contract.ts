import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { type Answer, expectRefusal, expectStatus } from '../shared/client.ts';
import { SECRET } from '../shared/the-web.ts';
import { type Asked, refusal } from './invented-api.ts';
import { bearer, cookie, playApi, TENANT } from './played.ts';

const RUM = 'http://rum.nowhere.test:99';
const played = playApi({
  NEXT_PUBLIC_RUM_URL: `${RUM}/told`,
  NEXT_PUBLIC_ANYTHING: 'everybody-may-read-this',
  NOT_NEXT_PUBLIC_ANYTHING: 'nobody-may-read-this',
});

/** Every header that any relay passes on, and one that none does. */
const ALL: Readonly<Record<string, string>> = {
  etag: '"of the API"',
  'cache-control': 'private, max-age=7',
  'retry-after': '17',
  'www-authenticate': 'Bearer realm="x"',
  tenant: TENANT,
  'x-internal': 'not to be told',
};

/** The one question that reached the API. */
function onlyAsked(): Asked {
  expect(
    played.api.asked.map(({ what }) => what),
    'questions to the API',
  ).toHaveLength(1);
  return played.api.asked[0] as Asked;
}

function expectPassedOn({ headers, what }: Answer, names: readonly string[]): void {
  for (const name of names) expect(headers.get(name), `${what}: ${name}`).toBe(ALL[name]);
  expect(headers.get('x-internal'), `${what}: what is the API's own`).toBeNull();
}

describe('a question to the API says who asks, in whose name, and of which request', () => {
  test('once as the session, and as the bearer token where there is one', async () => {
    played.api.tell('GET /metrics/baseline', { json: { metrics: [] } });
    const other = 'Bearer of.a-program.x';
    for (const [headers, who] of [
      [{ cookie }, bearer],
      [{ authorization: other }, other],
      [{ authorization: other, cookie }, other],
    ] as const) {
      played.api.asked.length = 0;
      const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
      const context = { 'request-id': randomUUID(), traceparent, tenant: 'of-the-caller' };
      expectStatus(await played.web.get('/api/metrics/baseline', { ...headers, ...context }), 200);
      const { headers: asked } = onlyAsked();
      expect(asked.authorization, 'who asks').toBe(who);
      expect(asked.tenant, 'whose').toBe('of-the-caller');
      expect(asked['request-id'], 'of which request').toBe(context['request-id']);
      expect(asked['traceparent'], 'of which trace').toMatch(/^00-a{32}-(?!b{16})[0-9a-f]{16}-01$/);
      expect(asked.cookie, 'the cookie is the web’s own').toBeUndefined();
    }
  });

  test('and none is asked for who is nobody', async () => {
    for (const [method, path] of [
      ['GET', '/events'],
      ['GET', '/api/metrics/baseline'],
      ['POST', '/api/metrics/ingest'],
      ['GET', '/api/metrics/prometheus'],
    ] as const)
      expectRefusal(await played.web.ask(method, path), 401, 'UNAUTHENTICATED');
    expect(played.api.asked.map(({ what }) => what)).toEqual([]);
  });
});

describe('the stream of events', () => {
  test('comes as it is told, from where it was left, and ends with whoever leaves @CON-03/sse-resume', async () => {
    let told: ServerResponse | undefined;
    played.api.tell('GET /events', (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; x=1', ...ALL });
      response.write(': hello\n\n');
      told = response;
    });
    const leaving = new AbortController();
    const headers = { cookie, 'last-event-id': '7-1', 'if-none-match': '"x"' };
    const answer = await fetch(`${played.web.url}/events`, {
      headers,
      signal: leaving.signal,
      redirect: 'manual',
    });
    expect(answer.status, 'GET /events').toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; x=1');
    expect(answer.headers.get('cache-control')).toBe(ALL['cache-control']);
    expect(answer.headers.get('x-internal'), 'what is the API’s own').toBeNull();
    const { headers: asked } = onlyAsked();
    expect(asked['last-event-id'], 'from where').toBe('7-1');
    expect(asked['if-none-match'], 'no other header of the caller').toBeUndefined();
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    for (const text of [': hello\n\n', 'id: 7-2\ndata: é\n\n', ': quiet\n\n']) {
      if (!text.includes('hello')) told?.write(text);
      const { value } = await reader.read();
      expect(Buffer.from(value ?? []).toString()).toBe(text);
    }
    const closed = once(told as ServerResponse, 'close');
    leaving.abort();
    await closed;
  });

  test('that is refused says so as the API does', async () => {
    for (const [code, status] of [
      ['RATE_LIMITED', 429],
      ['UNAUTHENTICATED', 401],
      ['INTERNAL', 500],
    ] as const) {
      played.api.tell('GET /events', refusal(code, status, { headers: ALL }));
      const answer = await played.web.get('/events', { cookie });
      expect(answer.body, answer.what).toEqual({
        error: { code, message: 'So says the API.', requestId: 'of-the-api' },
      });
      expectStatus(answer, status);
      expectPassedOn(answer, ['cache-control', 'retry-after', 'www-authenticate']);
    }
  });
});

describe('the metrics baseline for programs', () => {
  test('is the API’s answer, also where that is that nothing has changed @CON-09/web-conditional', async () => {
    const json = { metrics: [{ name: 'x' }] };
    played.api.tell('GET /metrics/baseline', { json, headers: ALL });
    const headers = { cookie, 'if-none-match': '"mine"', 'last-event-id': '1' };
    const answer = await played.web.get('/api/metrics/baseline', headers);
    expectStatus(answer, 200);
    expect(answer.body, answer.what).toEqual(json);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expectPassedOn(
      answer,
      Object.keys(ALL).filter((name) => name !== 'x-internal'),
    );
    const { headers: asked } = onlyAsked();
    expect([asked['if-none-match'], asked['last-event-id']], 'if-none-match alone').toEqual([
      '"mine"',
      undefined,
    ]);
    played.api.tell('GET /metrics/baseline', (response) => response.writeHead(304, ALL).end());
    const same = await played.web.get('/api/metrics/baseline', headers);
    expectStatus(same, 304);
    expect(same.bytes.length).toBe(0);
    expectPassedOn(same, ['etag', 'cache-control', 'tenant']);
  });
});

describe('samples for the API', () => {
  test('go on byte for byte, once', async () => {
    played.api.tell('POST /metrics/ingest', { status: 202, json: { accepted: 7 }, headers: ALL });
    const body = ' { "samples" : [ 1.50, "é" ] }\n';
    const headers = {
      cookie,
      'content-type': 'application/json',
      'idempotency-key': 'mine',
      'if-none-match': '"x"',
    };
    const answer = await played.web.ask('POST', '/api/metrics/ingest', { body, headers });
    expectStatus(answer, 202);
    expect(answer.body, answer.what).toEqual({ accepted: 7 });
    expectPassedOn(answer, ['etag', 'retry-after', 'tenant']);
    const { body: sent, headers: asked } = onlyAsked();
    expect(sent.toString()).toBe(body);
    expect([asked['content-type'], asked['idempotency-key'], asked['if-none-match']]).toEqual([
      'application/json',
      'mine',
      undefined,
    ]);
  });

  test('that are none, or of the most, go on too: the API is the one that reads them', async () => {
    played.api.tell('POST /metrics/ingest', refusal('VALIDATION_FAILED', 400));
    const headers = { cookie, 'content-type': 'application/json' };
    for (const body of ['', '{"half', 'x'.repeat(1024 * 1024)]) {
      played.api.asked.length = 0;
      expectRefusal(
        await played.web.ask('POST', '/api/metrics/ingest', { body, headers }),
        400,
        'VALIDATION_FAILED',
      );
      const { body: sent, headers: asked } = onlyAsked();
      expect(sent.toString() === body, `${body.length} bytes came as they were`).toBe(true);
      expect(asked['idempotency-key'], 'a key that nobody gave').toBeUndefined();
    }
    const [more] = ['x'.repeat(1024 * 1024 + 1)];
    expectRefusal(
      await played.web.ask('POST', '/api/metrics/ingest', { body: more, headers }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
  });
});

describe('files', () => {
  const id = '00000000-0000-4000-8000-000000000000';

  test('go to the API whole, with their digest, name, type and key', async () => {
    const bytes = Buffer.from(`${randomUUID()}\0é`.repeat(3000));
    const name = 'Grüße & Co?.csv';
    played.api.tell(`POST /uploads?name=${encodeURIComponent(name)}`, { status: 201, json: {} });
    const form = new FormData();
    form.set('key', 'mine');
    form.set('file', new File([bytes], name, { type: 'text/csv' }));
    expectStatus(await played.post('/uploads', form), 303);
    const { headers, body } = onlyAsked();
    expect(Buffer.compare(body, bytes), 'the bytes').toBe(0);
    const digest = createHash('sha256').update(bytes).digest('base64');
    expect(headers).toMatchObject({
      ...{ 'content-type': 'text/csv', 'content-digest': `sha-256=:${digest}:`, 'idempotency-key': 'mine' },
      ...{ 'content-length': String(bytes.length), authorization: bearer },
    });
  });

  test('come back whole, with what the API says of them and nothing else', async () => {
    const bytes = Buffer.from([0, 1, 2, 255, 128]);
    const said = {
      ...{ 'content-type': 'image/png', 'content-length': '5', 'content-digest': 'sha-256=:x:' },
      'content-disposition': 'attachment; filename="x.png"',
    };
    played.api.tell(`GET /uploads/${id}/content`, (response) =>
      response.writeHead(200, { ...said, ...ALL }).end(bytes),
    );
    const answer = await played.get(`/uploads/${id}/content`);
    expectStatus(answer, 200);
    expect(Buffer.compare(answer.bytes, bytes)).toBe(0);
    for (const [name, value] of Object.entries(said)) expect(answer.headers.get(name), name).toBe(value);
    expect(answer.headers.get('etag'), 'etag').toBeNull();
    expect(answer.headers.get('cache-control'), 'cache-control').toBe('no-store');
    expectPassedOn(answer, ['tenant']);
  });
});

describe('assets', () => {
  test('hold the public variables, and neither others nor secrets', async () => {
    const answer = await played.web.get('/assets/app.js');
    expectStatus(answer, 200);
    const script = String(answer.body);
    expect(script).toContain(`${RUM}/told`);
    for (const secret of ['nobody-may-read-this', SECRET, 'API_URL', 'JWT'])
      expect(script).not.toContain(secret);
  });

  test('are of their type, kept for a while, and made anew by whoever knows the secret @SEC-10/revalidate-taken', async () => {
    for (const [path, type] of [
      ['/assets/app.css', 'text/css; charset=utf-8'],
      ['/assets/app.js', 'text/javascript; charset=utf-8'],
      ['/favicon.svg', 'image/svg+xml'],
    ] as const) {
      const first = await played.web.get(path);
      expectStatus(first, 200);
      expect(first.bytes.length, `${path}: bytes`).toBeGreaterThan(100);
      expect([first.headers.get('content-type'), first.headers.get('cache-control')], path).toEqual([
        type,
        'public, max-age=300',
      ]);
      const made = await played.web.ask('POST', '/api/revalidate', {
        headers: { 'x-revalidate-secret': SECRET },
      });
      expectStatus(made, 204);
      expect(made.bytes.length, made.what).toBe(0);
      const again = await played.web.get(path);
      expect([again.headers.get('etag'), again.bytes.toString()], path).toEqual([
        first.headers.get('etag'),
        first.bytes.toString(),
      ]);
    }
    for (const secret of [SECRET.slice(1), `${SECRET}x`, `x${SECRET.slice(1)}`])
      expectRefusal(
        await played.web.ask('POST', '/api/revalidate', { headers: { 'x-revalidate-secret': secret } }),
        401,
        'UNAUTHENTICATED',
      );
  });
});

test('pages may send reports to the collector of the environment, and nothing anywhere else', async () => {
  const answer = await played.web.get('/login');
  expect(answer.headers.get('content-security-policy')?.split('; ').toSorted(), answer.what).toEqual([
    ...["base-uri 'none'", `connect-src 'self' ${RUM}`, "default-src 'none'", "form-action 'self'"],
    ...["frame-ancestors 'none'", "img-src 'self'", "script-src 'self'", "style-src 'self'"],
  ]);
});

test('metrics are for the scraper, and for an admin by session or token; nobody else', async () => {
  const path = '/api/metrics/prometheus';
  const me = (role: string) => played.api.tell('GET /me', { json: { role } });
  const ask = (headers: Record<string, string>) => played.web.get(path, headers);
  const scraped = await ask({ authorization: `Bearer ${SECRET}` });
  expectStatus(scraped, 200);
  expect(scraped.headers.get('content-type'), scraped.what).toMatch(/^text\/plain;.*version=/);
  expect(played.api.asked, 'who scrapes is not asked for').toEqual([]);
  me('admin');
  for (const headers of [{ cookie }, { authorization: bearer }]) expectStatus(await ask(headers), 200);
  me('user');
  for (const headers of [{ cookie }, { authorization: bearer }])
    expectRefusal(await ask(headers), 403, 'FORBIDDEN');
});

describe('where browsers come by https, and nothing is scraped or reported', () => {
  const secure = playApi({ WEB_PUBLIC_URL: 'https://web.nowhere.test', PROMETHEUS_ENABLE: 'false' });

  test('the cookie goes by https alone, and so do browsers from then on @SEC-08/cookies', async () => {
    secure.api.tell('POST /auth/login', { json: { token: 'x.y.z', expiresInSeconds: 77 } });
    const answer = await secure.web.ask('POST', '/login', {
      body: new URLSearchParams({ email: 'a', password: 'b' }),
    });
    expectStatus(answer, 303);
    expect(answer.headers.getSetCookie()).toEqual([
      'session=x.y.z; Max-Age=86477; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    secure.api.tell('POST /auth/logout', { status: 204, json: undefined });
    const out = await secure.web.ask('POST', '/logout', { headers: { cookie } });
    expect(out.headers.getSetCookie().join(), out.what).toMatch(
      /^session=;.*HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('there are no metrics, and no place to report to', async () => {
    expectRefusal(
      await secure.web.get('/api/metrics/prometheus', { authorization: `Bearer ${SECRET}` }),
      404,
      'NOT_FOUND',
    );
    const page = await secure.web.get('/login');
    expect(page.headers.get('content-security-policy'), page.what).toContain("connect-src 'self';");
    expect(String((await secure.web.get('/assets/app.js')).body)).not.toContain('rum');
  });
});
