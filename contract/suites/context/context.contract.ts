import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, clientOf, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { hooksAt, NO_COLLECTOR, type Received, type Span, spansAt } from '../shared/collector.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { envelope, newWebhook } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';

const { apiUrl, webUrl, accounts, tenant, collectorUrl = '', webhooksUrl = '' } = binding();
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** A caller's own context. */
const newContext = () => {
  const [requestId, traceId, spanId] = [
    randomUUID(),
    randomBytes(16).toString('hex'),
    randomBytes(8).toString('hex'),
  ];
  return {
    requestId,
    traceId,
    spanId,
    headers: { 'request-id': requestId, traceparent: `00-${traceId}-${spanId}-01`, tenant },
  };
};
type Context = ReturnType<typeof newContext>;

/** That an answer gives back the context, with a span of its own. */
function expectContext(
  { headers, what }: Pick<Answer, 'headers' | 'what'>,
  { requestId, traceId, spanId }: Context,
): void {
  expect(headers.get('request-id'), `${what}: request-id`).toBe(requestId);
  const [, trace, span] = TRACEPARENT.exec(headers.get('traceparent') ?? '') ?? [];
  expect(trace, `${what}: the trace id of ${headers.get('traceparent') ?? 'no traceparent'}`).toBe(traceId);
  expect(span, `${what}: the span id of its traceparent`).not.toBe(spanId);
}

let user: Client;
let cookie: string;
beforeAll(async () => {
  [user, cookie] = await Promise.all([signIn(apiUrl, accounts.user), signInToWeb(webUrl, accounts.user)]);
});
const web = clientOf(webUrl);

describe('an answer gives back request id, trace and tenant', () => {
  const paths = ['/me', '/workflows', '/alerts', '/notifications', '/documents', '/uploads', '/meta-events'];
  for (const path of paths)
    test(`of the API: GET ${path} @CON-05/api-request-id @CON-05/api-trace @CON-05/api-tenant`, async () => {
      const context = newContext();
      const answer = await user.get(path, context.headers);
      expectStatus(answer, 200);
      expectContext(answer, context);
      expect(answer.headers.get('tenant'), `${answer.what}: tenant`).toBe(tenant);
    });

  for (const [path, status] of [
    ['/no-such-route', 404],
    ['/workflows/7', 400],
  ] as const)
    test(`of the API that refuses: GET ${path} @CON-05/api-request-id @CON-05/api-trace`, async () => {
      const context = newContext();
      const answer = await user.get(path, context.headers);
      expect(expectBody(answer, status, envelope).error.requestId, answer.what).toBe(context.requestId);
      expectContext(answer, context);
    });

  for (const path of ['/dashboard', '/workflows', '/api/metrics/baseline', '/api/health'])
    test(`of the web: GET ${path} @CON-05/web-request-id @CON-05/web-trace`, async () => {
      const context = newContext();
      const answer = await web.get(path, { ...context.headers, cookie });
      expectStatus(answer, 200);
      expectContext(answer, context);
    });

  test('of the web that refuses: GET /no-such-page @CON-05/web-request-id @CON-05/web-trace', async () => {
    const context = newContext();
    const answer = await web.get('/no-such-page', context.headers);
    expectStatus(answer, 404);
    expectContext(answer, context);
  });
});

describe('instead of malformed context a hop makes its own', () => {
  for (const [part, url] of [
    ['API', apiUrl],
    ['web', webUrl],
  ] as const) {
    for (const requestId of ['not a request id!', 'x'.repeat(65), '<script>'])
      test(`${part}: request-id ${requestId.slice(0, 20)} @CON-05/made-anew`, async () => {
        const { headers, what } = await clientOf(url).get('/api/health/live', { 'request-id': requestId });
        const given = headers.get('request-id') ?? '';
        expect(given, `${what}: request-id`).toMatch(REQUEST_ID);
        expect(given, `${what}: request-id`).not.toBe(requestId);
      });

    for (const traceparent of [`00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`, 'nonsense'])
      test(`${part}: traceparent ${traceparent.slice(0, 20)} @CON-05/made-anew`, async () => {
        const { headers, what } = await clientOf(url).get('/api/health/live', { traceparent });
        const [, trace] = TRACEPARENT.exec(headers.get('traceparent') ?? '') ?? [];
        expect(trace, `${what}: the trace id of its traceparent`).toMatch(/[1-9a-f]/);
      });

    test(`${part}: another one for each request @CON-05/made-anew`, async () => {
      const answers = [
        await clientOf(url).get('/api/health/live'),
        await clientOf(url).get('/api/health/live'),
      ];
      for (const name of ['request-id', 'traceparent'])
        expect(
          new Set(answers.map(({ headers }) => headers.get(name))).size,
          `different values of ${name}`,
        ).toBe(2);
    });
  }
});

describe.skipIf(webhooksUrl === '' || collectorUrl === '')(
  `a run started at the web (else: ${NO_COLLECTOR})`,
  () => {
    const context = newContext();
    let delivered: Received;
    let spans: readonly Span[];

    beforeAll(async () => {
      const admin = await signIn(apiUrl, accounts.admin);
      const name = `context-${randomUUID()}`;
      const url = `${webhooksUrl}/hooks/${name}`;
      const hook = expectBody(
        await admin.create('/webhooks', { url, events: ['run.succeeded'] }),
        201,
        newWebhook,
      );
      const { id } = await createWorkflow(user, `Context ${randomUUID().slice(0, 8)}`);
      const started = await web.ask('POST', `/workflows/${id}/runs`, {
        body: new URLSearchParams({ back: '/dashboard' }),
        headers: { ...context.headers, cookie, origin: webUrl },
      });
      expectStatus(started, 303);
      const [first] = await until(
        'a delivery',
        () => hooksAt(collectorUrl, name),
        ({ length }) => length > 0,
      );
      delivered = first as Received;
      expectStatus(await admin.delete(`/webhooks/${hook.id}`), 204);
      const hasAll = (all: readonly Span[]) => all.some(({ name: span }) => span === 'deliver webhook');
      const isWhole = (all: readonly Span[]) =>
        hasAll(all) && ['web', 'api', 'worker'].every((one) => all.some(({ service }) => service === one));
      spans = await until(
        `spans of web, api and worker in trace ${context.traceId}`,
        () => spansAt(collectorUrl, context.traceId),
        isWhole,
        // Of a trace that was cut, each test says what it misses.
      ).catch(() => spansAt(collectorUrl, context.traceId));
    });

    test('carries request id, trace and tenant to the webhook @CON-05/web-to-webhook', () => {
      const { headers } = delivered;
      expect({ 'request-id': headers['request-id'], tenant: headers['tenant'] }).toEqual({
        'request-id': context.requestId,
        tenant,
      });
      expect(headers['traceparent'], 'traceparent of the delivery').toMatch(
        new RegExp(`^00-${context.traceId}-`),
      );
    });

    test('is one trace over web, API and worker, each span the child of the hop before @OBS-04/joined @OBS-04/tree', () => {
      const idsOf = (service: string) =>
        spans.filter((span) => span.service === service).map(({ spanId }) => spanId);
      const parentsOf = (service: string) =>
        spans.filter((span) => span.service === service).map(({ parentSpanId }) => parentSpanId);
      expect(parentsOf('web'), 'parents of the web: the caller').toEqual([context.spanId]);
      for (const parent of parentsOf('api'))
        expect(idsOf('web'), 'spans of the web, parents of the API').toContain(parent);
      const worker = spans.filter(({ service }) => service === 'worker');
      const named = (name: string) => worker.find((span) => span.name === name);
      expect(idsOf('api'), 'spans of the API, parent of "run workflow"').toContain(
        named('run workflow')?.parentSpanId,
      );
      expect(named('deliver webhook')?.parentSpanId, 'the parent of "deliver webhook"').toBe(
        named('run workflow')?.spanId,
      );
    });

    test('names its spans after routes, not after what is in them @OBS-04/names', () => {
      const names = spans.map(({ service, name }) => `${service}: ${name}`);
      expect(names, 'spans of the trace').toEqual(
        expect.arrayContaining(['web: POST /workflows/:id/runs', 'api: POST /workflows/:id/runs']),
      );
      expect(
        names.filter((name) => /[0-9a-f]{8}-[0-9a-f]{4}/.test(name)),
        'names that hold an id',
      ).toEqual([]);
    });

    test('says of each span what it was: its request, route, status, tenant and job @OBS-04/joined', () => {
      const id = { 'request.id': context.requestId };
      const said = (service: string, name: string) =>
        spans.find((span) => span.service === service && span.name === name)?.attributes;
      const http = { 'http.request.method': 'POST', 'http.route': '/workflows/:id/runs' };
      expect(said('web', 'POST /workflows/:id/runs')).toMatchObject({
        ...id,
        ...http,
        'http.response.status_code': 303,
      });
      expect(said('api', 'POST /workflows/:id/runs')).toMatchObject({
        ...id,
        ...http,
        'http.response.status_code': 202,
        tenant,
      });
      expect(said('worker', 'run workflow')).toMatchObject({
        ...{ ...id, tenant, 'messaging.destination.name': 'workflow-runs' },
        'run.id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
      const sent = { ...id, tenant, 'messaging.destination.name': 'webhook-deliveries', attempt: 1 };
      expect(said('worker', 'deliver webhook')).toMatchObject(sent);
    });

    test('hands its own span on to the webhook @OBS-04/webhook', () => {
      const [, , span] = TRACEPARENT.exec(delivered.headers['traceparent'] ?? '') ?? [];
      const sender = spans.find(({ spanId }) => spanId === span);
      expect(sender, `the span ${span ?? 'of no traceparent'} among those that were exported`).toMatchObject({
        service: 'worker',
        name: 'deliver webhook',
      });
    });
  },
);

test.skipIf(collectorUrl === '')(
  'a run started at the API joins its trace too @OBS-04/from-api',
  async () => {
    const context = newContext();
    const made = await createWorkflow(user, `Context ${randomUUID().slice(0, 8)}`);
    expectStatus(await user.post(`/workflows/${made.id}/runs`, undefined, context.headers), 202);
    const services = async () =>
      new Set((await spansAt(collectorUrl, context.traceId)).map(({ service }) => service));
    await until(
      `spans of api and worker in trace ${context.traceId}`,
      async () => [...(await services())].sort(),
      (seen) => seen.join() === 'api,worker',
    );
    await runToEnd(user, made);
  },
);
