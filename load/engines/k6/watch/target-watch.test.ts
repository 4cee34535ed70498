import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { GaugeBuckets } from './gauge-buckets.ts';
import { SCRAPE_BYTES_AT_MOST } from './scrape.ts';
import { TargetWatch } from './target-watch.ts';

const NEVER = new AbortController().signal;

async function urlOf(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

test('the token goes along, and the answer is read', async () => {
  const url = await urlOf(({ headers }, response) => {
    response.writeHead(headers.authorization === 'Bearer s3cret' ? 200 : 401);
    response.end('process_resident_memory_bytes 2000000\n');
  });
  const watch = new TargetWatch([
    { name: 'api', url, token: 's3cret' },
    { name: 'web', url },
  ]);
  expect(await watch.read(NEVER)).toEqual([{ gauge: 'api.memory_mb', value: 2, unit: 'MB' }]);
  expect(watch.scrapes()).toEqual([
    { part: 'api', failed: 0, of: 1, reason: undefined },
    { part: 'web', failed: 1, of: 1, reason: 'answered 401' },
  ]);
});

test.each<[string, RequestListener, RegExp]>([
  ['is too large', (_, response) => response.end('x 1\n'.repeat(SCRAPE_BYTES_AT_MOST / 4 + 1)), /1 MB/],
  ['is no metrics', (_, response) => response.end('<html>'), /not Prometheus text: <html>/],
  ['breaks off', (_, response) => response.destroy(), /fetch failed: /],
])('an answer that %s is a failed scrape, and no gauge', async (_, answer, reason) => {
  const watch = new TargetWatch([{ name: 'api', url: await urlOf(answer) }]);
  expect(await watch.read(NEVER)).toEqual([]);
  expect(watch.scrapes()).toMatchObject([{ failed: 1, of: 1 }]);
  expect(watch.scrapes()[0]?.reason).toMatch(reason);
});

test('a scrape that the end of the load cuts short is none', async () => {
  const controller = new AbortController();
  const watch = new TargetWatch([{ name: 'api', url: await urlOf(() => controller.abort()) }]);
  expect(await watch.read(controller.signal)).toEqual([]);
  expect(watch.scrapes()).toMatchObject([{ failed: 0, of: 0 }]);
});

test('the token is taken nowhere else: a redirect is a failed scrape', async () => {
  let asked = 0;
  const elsewhere = await urlOf((_, response) => {
    asked++;
    response.end('process_resident_memory_bytes 2000000\n');
  });
  const url = await urlOf((_, response) => response.writeHead(302, { location: elsewhere }).end());
  const watch = new TargetWatch([{ name: 'api', url, token: 's3cret' }]);
  expect(await watch.read(NEVER)).toEqual([]);
  expect(asked).toBe(0);
});

test('six minutes at full CPU without an answer weigh as much as six with answers', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const EVERY_MS = 10_000;
  const begunMs = performance.now();
  const [fullUntilMs, untilMs] = [360_000, 840_000];
  const url = await urlOf((_, response) => {
    const nowMs = performance.now() - begunMs;
    const isMute = nowMs > 0 && nowMs < fullUntilMs;
    const cpuSeconds = (Math.min(nowMs, fullUntilMs) + Math.max(0, nowMs - fullUntilMs) / 2) / 1000;
    response.writeHead(isMute ? 503 : 200).end(`process_cpu_seconds_total ${cpuSeconds}\n`);
  });
  const watch = new TargetWatch([{ name: 'api', url }]);
  const buckets = new GaugeBuckets();
  for (let ms = 0; ms <= untilMs; ms += EVERY_MS) {
    buckets.add(await watch.read(NEVER), ms, EVERY_MS);
    vi.advanceTimersByTime(EVERY_MS);
  }
  expect(watch.scrapes()).toMatchObject([{ failed: 35, of: 85 }]);
  const average = (fullUntilMs + (untilMs - fullUntilMs) / 2) / untilMs;
  expect(buckets.metrics()[0]).toMatchObject({ name: 'target.api.cpu_ratio.avg', samples: 49 });
  expect(buckets.metrics()[0]?.value).toBeCloseTo(average, 3);
});
