import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { named, web } from './visitor.ts';

const { webUrl, apiUrl, accounts } = binding();

let api: Client;
let cookie: string;
beforeAll(async () => {
  api = await signIn(apiUrl, accounts.user);
  cookie = await signInToWeb(webUrl, accounts.user);
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
    expectRefusal(
      await web.ask('POST', '/api/metrics/ingest', {
        body: `"${'x'.repeat(1024 * 1024)}"`,
        headers: { cookie, 'content-type': 'application/json' },
      }),
      413,
      'PAYLOAD_TOO_LARGE',
    );
    expectRefusal(await web.get('/api/none', { cookie }), 404, 'NOT_FOUND');
  });

  test('of the baseline is the API’s answer, with tenant and tag @CON-04/web @CON-05/web-tenant', async () => {
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

  test('to make assets anew needs the secret @CON-04/web', async () => {
    for (const secret of [undefined, '', 'wrong', 'x'.repeat(64)]) {
      const headers: Record<string, string> = secret === undefined ? {} : { 'x-revalidate-secret': secret };
      expectRefusal(
        await web.ask('POST', '/api/revalidate', { headers: { cookie, ...headers } }),
        401,
        'UNAUTHENTICATED',
      );
    }
  });

  test('of metrics is for admins @SEC-10/web-metrics @CON-04/web', async () => {
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
        await runToEnd(api, await createWorkflow(api, named('Streamed')));
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
