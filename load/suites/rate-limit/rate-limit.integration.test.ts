import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { type K6Options, parseOptions } from '../../engines/k6/options.ts';
import { runK6 } from '../../engines/k6/run.ts';

const MAX = 200;
const WINDOW_SECONDS = 3;
const windows = new Map<string, { readonly endsAt: number; used: number }>();
let server: Server;
let url: string;
let sessions = 0;

/** Keeps its word: as many requests of a session pass in a window as it says. */
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.method === 'POST') {
      const session = `s${(sessions += 1)}`;
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': `session=${session}` });
      return void response.end(JSON.stringify({ token: session }));
    }
    const { used, seconds } = spend(request);
    const isOver = used > MAX;
    response.setHeader('x-ratelimit-limit', MAX);
    response.setHeader('x-ratelimit-remaining', isOver ? 0 : MAX - used);
    response.setHeader('x-ratelimit-reset', seconds);
    if (isOver) response.setHeader('retry-after', seconds);
    response.writeHead(isOver ? 429 : 200);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function spend({ headers }: IncomingMessage) {
  const who = headers.authorization ?? headers.cookie ?? '';
  const now = Date.now();
  const known = windows.get(who);
  const window =
    known === undefined || known.endsAt <= now ? { endsAt: now + WINDOW_SECONDS * 1000, used: 0 } : known;
  window.used += 1;
  windows.set(who, window);
  return { used: window.used, seconds: Math.ceil((window.endsAt - now) / 1000) };
}

async function outcomesWith(told: Record<string, string>) {
  await using run = suiteRunForTest<K6Options>({
    options: parseOptions({ script: 'rate-limit.k6.ts' }, import.meta.dirname),
    tools: createFinder(),
    variables: { TARGET_API_URL: url, TARGET_WEB_URL: url, ...told },
  });
  await runK6(run);
  const failed = run.recorder.checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  const excess = run.recorder.metrics.find(({ name }) => name === 'rate_limit_excess.max')?.value;
  return { checks: run.recorder.checks.length, failed: failed.sort(), excess };
}

const limits = (max: number, window: number) => ({
  TARGET_LIMIT_RATE_MAX: String(max),
  TARGET_LIMIT_RATE_WINDOW: String(window),
});

test.concurrent.each([
  ['as it says', limits(MAX, WINDOW_SECONDS), { checks: 7, failed: [], excess: 0 }],
  ['nobody knows how', {}, { checks: 5, failed: [], excess: 0 }],
  [
    'to half of that in a longer window',
    limits(MAX / 2, WINDOW_SECONDS + 1),
    {
      checks: 7,
      failed: expect.arrayContaining([
        'check › the limit is the configured one @PER-08/configured',
        'check › the window is the configured one @PER-08/configured',
      ]) as string[],
      excess: 50,
    },
  ],
])('a service that keeps its word, configured %s', async (_, told, outcome) => {
  expect(await outcomesWith(told)).toEqual(outcome);
});
