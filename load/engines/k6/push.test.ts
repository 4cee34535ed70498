import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { suiteRunForTest, targetForTest } from '../../../fixtures/testing/suite-run.ts';
import type { Metric } from '../../../kernel/evidence.ts';
import { pushResults } from './push.ts';

const metric = (name: string, value = 1, unit = 'ms'): Metric => ({ name, value, unit, samples: 9 });

interface Received {
  readonly authorization: string | undefined;
  readonly body: { source: string; samples: { name: string; unit: string; labels: object }[] };
}

/** An ingest endpoint that answers with `status`. */
async function push(metrics: readonly Metric[], status = 202, token = () => Promise.resolve('t0ken')) {
  const received: Received[] = [];
  const read = async (request: IncomingMessage) =>
    received.push({
      authorization: request.headers.authorization,
      body: JSON.parse(await text(request)) as Received['body'],
    });
  const server = createServer((request, response) => {
    void read(request).then(() => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ingest`;
  await using run = suiteRunForTest({ options: {}, target: { ...targetForTest(), ingest: { url, token } } });
  await pushResults(run, metrics);
  return { received, events: run.recorder.events, url };
}

test('the main metrics are sent, with what they belong to', async () => {
  const { received, events, url } = await push([
    metric('http_req_duration{service:api}.p95'),
    metric('target.api.cpu_ratio.max', 0.5, ''),
    metric('endpoint.GET /x.p95'),
    metric('checks{check:odd.name}.rate', Number.NaN),
  ]);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ authorization: 'Bearer t0ken', body: { source: 'release-harness' } });
  expect(received[0]?.body.samples.map(({ name, unit }) => [name, unit])).toEqual([
    ['http_req_duration{service:api}.p95', 'ms'],
    ['target.api.cpu_ratio.max', 'none'],
  ]);
  expect(received[0]?.body.samples[0]?.labels).toMatchObject({ suite: 'e2e/example', environment: 'test' });
  expect(events).toEqual([{ name: 'metrics-pushed', detail: { count: 2, url } }]);
});

test('many metrics go in batches, and without end in none', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => metric(`target.api.gauge-${index}.max`));
  const { received, events } = await push(many);
  expect(received.map(({ body }) => body.samples.length)).toEqual([500, 500, 500, 500]);
  expect(events).toMatchObject([{ name: 'metrics-pushed', detail: { count: 2000 } }]);
});

test('an endpoint that refuses is an event, and is asked no more', async () => {
  const many = Array.from({ length: 600 }, (_, index) => metric(`load.${index}`));
  const { received, events } = await push(many, 503);
  expect(received).toHaveLength(1);
  expect(events).toMatchObject([
    { name: 'metrics-not-pushed', detail: { reason: 'the endpoint answered 503', pushed: 0 } },
  ]);
});

test('a login that fails is an event', async () => {
  const { received, events } = await push([metric('load.x')], 202, () =>
    Promise.reject(new Error('no login')),
  );
  expect(received).toEqual([]);
  expect(events).toMatchObject([{ name: 'metrics-not-pushed', detail: { reason: 'no login' } }]);
});

test('a target without such an endpoint is left alone', async () => {
  await using run = suiteRunForTest({ options: {} });
  await pushResults(run, [metric('load.x')]);
  expect(run.recorder.events).toEqual([]);
});
