import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteRunForTest } from '../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { type K6Options, parseOptions } from '../engines/k6/options.ts';
import { runK6 } from '../engines/k6/run.ts';

let server: Server;
let url: string;

/** Lets everybody in, and hangs up on whoever wants events. */
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/events') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=s' });
    response.end('{"token":"t"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('an event stream that nobody answers is a failure of the target, not of the script', async () => {
  await using run = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'sse.k6.ts' }, import.meta.dirname),
    tools: createFinder(),
    variables: { TARGET_API_URL: url, TARGET_WEB_URL: url, THINK_SECONDS: '0' },
  });
  await runK6(run);
  const outcomes = Object.fromEntries(run.recorder.checks.map(({ id, outcome }) => [id, outcome]));
  expect(outcomes).toMatchObject({ 'check › the stream opens': 'failed' });
  const late = run.recorder.metrics.find(({ name }) => name === 'sse_time_to_first_event.p95');
  expect(late).toMatchObject({ value: 10_000, samples: 1 });
});
