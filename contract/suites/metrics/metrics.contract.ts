import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectBody, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { openStream } from '../shared/event-stream.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import { newWebhook } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { exposition, type Exposition } from './exposition.ts';

const { apiUrl, webUrl, accounts, collectorUrl = '', webhooksUrl = '' } = binding();
const QUEUES = ['workflow-runs', 'webhook-deliveries'];

let user: Client;
let admin: Client;
let cookie: string;
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
  cookie = await signInToWeb(webUrl, accounts.admin);
  // So that there is something to measure.
  await runToEnd(user, await createWorkflow(user, 'Measured'));
  await clientOf(webUrl).get('/dashboard', { cookie });
});

async function readFrom(client: Client, path: string, headers = {}): Promise<Exposition> {
  const answer = await client.get(path, headers);
  expectStatus(answer, 200);
  expect(answer.headers.get('content-type'), `${answer.what}: content-type`).toMatch(
    /^text\/plain; version=0\.0\.4|^application\/openmetrics-text/,
  );
  return exposition(answer.bytes.toString());
}
/** A socket that is connected. */
async function connect({ url, token }: Client): Promise<{ readonly close: () => void }> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return { close: () => void socket.disconnect() };
}
const parts = {
  api: () => readFrom(admin, '/metrics'),
  web: () => readFrom(clientOf(webUrl), '/api/metrics/prometheus', { cookie }),
  worker: () => readFrom(admin, '/metrics/workers'),
} as const;

/** That the family is there, of this type, and each of its samples has exactly these labels. */
function expectFamily(
  { types, of }: Exposition,
  name: string,
  type: string,
  labels: readonly string[],
): void {
  expect(types.get(name), `the type of ${name}`).toBe(type);
  const samples = of(type === 'histogram' ? `${name}_count` : name);
  expect(samples.length, `samples of ${name}`).toBeGreaterThan(0);
  for (const sample of samples)
    expect(Object.keys(sample.labels).sort(), `labels of ${name}`).toEqual([...labels].sort());
}

/** That its buckets rise up to the count, and that sum and count are there. */
function expectHistogram({ samples, of }: Exposition, name: string): void {
  for (const { labels, value } of of(`${name}_count`)) {
    const buckets = samples.filter(
      (sample) =>
        sample.name === `${name}_bucket` &&
        Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
    );
    const counts = buckets.map((bucket) => bucket.value);
    expect(counts, `${name}_bucket ${JSON.stringify(labels)}`).toEqual([...counts].sort((a, b) => a - b));
    expect(buckets.at(-1)?.labels['le'], `the last bucket of ${name}`).toBe('+Inf');
    expect(counts.at(-1), `${name}_bucket le="+Inf" against ${name}_count`).toBe(value);
    expect(of(`${name}_sum`, labels).length, `${name}_sum`).toBe(1);
  }
}

describe('API and web each expose', () => {
  for (const part of ['api', 'web'] as const) {
    test(`${part}: the duration of requests as a histogram by method, route and status @CON-06/${part}-duration`, async () => {
      const read = await parts[part]();
      expectFamily(read, 'http_request_duration_ms', 'histogram', ['method', 'route', 'status']);
      expectHistogram(read, 'http_request_duration_ms');
    });

    test(`${part}: requests and errors as counters @CON-06/${part}-counters`, async () => {
      const read = await parts[part]();
      expectFamily(read, 'http_requests_total', 'counter', ['method', 'route', 'status']);
      expect(read.types.get('http_errors_total'), 'the type of http_errors_total').toBe('counter');
    });

    test(`${part}: CPU and memory of the process @CON-06/${part}-process`, async () => {
      const read = await parts[part]();
      expect(read.types.get('process_cpu_seconds_total')).toBe('counter');
      expect(read.types.get('process_resident_memory_bytes')).toBe('gauge');
      expect(read.sum('process_resident_memory_bytes'), 'process_resident_memory_bytes').toBeGreaterThan(
        10e6,
      );
      expect(read.sum('process_cpu_seconds_total'), 'process_cpu_seconds_total').toBeGreaterThan(0);
    });

    test(`${part}: routes, never what is in them @CON-06/routes`, async () => {
      const path = `/workflows/${randomUUID()}`;
      await (part === 'api' ? user.get(path) : clientOf(webUrl).get(path, { cookie }));
      await clientOf(part === 'api' ? apiUrl : webUrl).get(`/nowhere-${randomUUID()}`);
      const routes = (await parts[part]())
        .of('http_requests_total')
        .map(({ labels }) => labels['route'] ?? '');
      expect(
        routes.filter((route) => /[0-9a-f]{8}-[0-9a-f]{4}/.test(route)),
        'routes that hold an id',
      ).toEqual([]);
    });

    test(`${part}: counters that rise with what was asked @CON-06/counters-rise`, async () => {
      const [client, path, status, headers] =
        part === 'api'
          ? ([
              user,
              '/workflows/00000000-0000-4000-8000-000000000000/runs/00000000-0000-4000-8000-000000000000',
              '404',
              {},
            ] as const)
          : ([clientOf(webUrl), '/notifications', '200', { cookie }] as const);
      const labels =
        part === 'api'
          ? { method: 'GET', route: '/workflows/:id/runs/:runId', status }
          : { method: 'GET', route: '/notifications', status };
      const before = await parts[part]();
      for (let count = 0; count < 5; count += 1) await client.get(path, headers);
      const after = await parts[part]();
      for (const name of ['http_requests_total', 'http_request_duration_ms_count'])
        expect(
          after.sum(name, labels) - before.sum(name, labels),
          `${name} ${JSON.stringify(labels)} after 5 requests`,
        ).toBeGreaterThanOrEqual(5);
    });
  }

  test('api: connections, streams and the lag of its loop @CON-06/api-connections', async () => {
    const read = await parts.api();
    expectFamily(read, 'db_pool_connections', 'gauge', ['state']);
    expect(
      read
        .of('db_pool_connections')
        .map(({ labels }) => labels['state'])
        .sort(),
    ).toEqual(['active', 'idle', 'waiting']);
    expectFamily(read, 'stream_clients', 'gauge', ['kind']);
    expect(
      read
        .of('stream_clients')
        .map(({ labels }) => labels['kind'])
        .sort(),
    ).toEqual(['socket', 'sse']);
    expect(read.types.get('nodejs_eventloop_lag_seconds')).toBe('gauge');
  });

  test.each(['sse', 'socket'] as const)(
    'api: who listens by %s, while they listen @CON-06/streams-true @CON-06/gauges-true',
    async (kind) => {
      const listening = async () => (await parts.api()).sum('stream_clients', { kind });
      const open = kind === 'sse' ? () => openStream(user) : () => connect(user);
      const before = await listening();
      const streams = await Promise.all(Array.from({ length: 5 }, open));
      // Others may come and go meanwhile; ours are five of those who listen.
      await until(
        `stream_clients of at least 5, after ${before}`,
        listening,
        (now) => now >= 5 && now > before,
      );
      const most = await listening();
      streams.forEach((stream) => stream.close());
      await until(`stream_clients below ${most}, by 5`, listening, (now) => now <= most - 5);
    },
  );
});

describe('the worker exposes', () => {
  const families = [
    ['queue_jobs_processed_total', 'counter', ['queue_name'], 'throughput'],
    ['queue_job_errors_total', 'counter', ['queue_name', 'class'], 'errors'],
    ['queue_active_jobs', 'gauge', ['queue_name'], 'active'],
    ['queue_depth', 'gauge', ['queue_name'], 'depth'],
    ['queue_job_duration_ms', 'histogram', ['queue_name'], 'duration'],
  ] as const;
  for (const [name, type, labels, aspect] of families)
    test(`${name}, a ${type} by ${labels.join(' and ')} @CON-06/worker-${aspect}`, async () => {
      const read = await parts.worker();
      expectFamily(read, name, type, labels);
      if (type === 'histogram') expectHistogram(read, name);
      const queues = new Set(
        read.of(type === 'histogram' ? `${name}_count` : name).map((sample) => sample.labels['queue_name']),
      );
      expect([...queues].sort(), `queue_name of ${name}`).toEqual([...QUEUES].sort());
    });

  test('errors by their class @CON-06/worker-errors', async () => {
    const samples = (await parts.worker()).of('queue_job_errors_total', { queue_name: 'workflow-runs' });
    expect(samples.map(({ labels }) => labels['class']).sort(), 'class of queue_job_errors_total').toEqual([
      '4xx',
      '5xx',
      'timeout',
    ]);
  });

  test('a count of jobs that rises with each run @CON-06/jobs-rise', async () => {
    const processed = async () =>
      (await parts.worker()).sum('queue_jobs_processed_total', { queue_name: 'workflow-runs' });
    const before = await processed();
    const workflow = await createWorkflow(user, 'Counted');
    await runToEnd(user, workflow);
    await runToEnd(user, workflow);
    await until(
      `queue_jobs_processed_total of at least ${before + 2}`,
      processed,
      (now) => now >= before + 2,
    );
  });

  test.skipIf(webhooksUrl === '' || collectorUrl === '')(
    `deliveries by their outcome (else: ${NO_COLLECTOR}) @CON-06/worker-deliveries @CON-06/jobs-rise`,
    async () => {
      const outcomes = async () => {
        const read = await parts.worker();
        return [
          read.sum('webhook_deliveries_total', { outcome: 'delivered' }),
          read.sum('webhook_deliveries_total', { outcome: 'failed' }),
        ] as const;
      };
      const before = await outcomes();
      const url = `${webhooksUrl}/hooks/metrics-${randomUUID()}?status=500&times=1`;
      const { id } = expectBody(
        await admin.create('/webhooks', { url, events: ['run.succeeded'] }),
        201,
        newWebhook,
      );
      await runToEnd(user, await createWorkflow(user, 'Delivered'));
      const what = `webhook_deliveries_total: delivered and failed above ${before.join(' and ')}`;
      await until(what, outcomes, ([delivered, failed]) => delivered > before[0] && failed > before[1]);
      expectStatus(await admin.delete(`/webhooks/${id}`), 204);
      const read = await parts.worker();
      expectFamily(read, 'webhook_deliveries_total', 'counter', ['outcome']);
      expect(
        read
          .of('webhook_deliveries_total')
          .map(({ labels }) => labels['outcome'])
          .sort(),
      ).toEqual(['dead', 'delivered', 'failed']);
    },
  );
});

test('metrics are for admins and nobody else @SEC-10/metrics @SEC-10/metrics-workers', async () => {
  for (const path of ['/metrics', '/metrics/workers']) {
    expectRefusal(await clientOf(apiUrl).get(path), 401, 'UNAUTHENTICATED');
    expectRefusal(await user.get(path), 403, 'FORBIDDEN');
  }
});
