import { spawn } from 'node:child_process';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { suiteRunForTest, targetForTest } from '../../../../fixtures/testing/suite-run.ts';
import { loadGaugesSchema } from '../../../../kernel/load-evidence.ts';
import type { MetricsEndpoint } from '../../../../kernel/target.ts';
import { startWatch } from './watch.ts';

async function endpoint(answer: RequestListener, name = 'api'): Promise<MetricsEndpoint> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  return { name, url, token: 's3cret-token' };
}

/** Watches a process that burns CPU, and these endpoints, for so long. */
async function watched(metrics: readonly MetricsEndpoint[], ms: number) {
  const burner = spawn(process.execPath, ['-e', 'for (;;);']);
  onTestFinished(() => void burner.kill('SIGKILL'));
  await using run = suiteRunForTest({ options: {}, target: { ...targetForTest(), metrics } });
  const startMs = Date.now();
  const heard: number[] = [];
  /** How much later than it was taken each reading was told. */
  const late: number[] = [];
  const watch = startWatch({
    run,
    pids: [burner.pid ?? 0],
    startMs: () => startMs,
    onReadings: (_, weightMs, atMs) => {
      heard.push(weightMs);
      late.push(Date.now() - startMs - atMs);
    },
  });
  await sleep(ms);
  const beforeEnd = Date.now();
  const result = await watch.end();
  const { events } = run.recorder;
  return { ...result, events, heard, late, endMs: Date.now() - beforeEnd };
}

test('generator and target are read while the load runs, and journalled', async () => {
  let cpu = 10;
  const api = await endpoint((_, response) => {
    cpu += 0.5;
    response.end(`process_cpu_seconds_total ${cpu}\nprocess_resident_memory_bytes 90000000\n`);
  });
  const { metrics, buckets, events, heard } = await watched([api], 2600);
  expect(heard.length).toBeGreaterThanOrEqual(2);
  const value = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  expect(value('target.api.cpu_ratio.avg')).toBeGreaterThan(0.05);
  expect(value('target.api.memory_mb.max')).toBe(90);
  expect(value('target.scrapes_failed.count')).toBe(0);
  expect(value('generator.memory_mb.max')).toBeGreaterThan(10);
  expect(value('generator.machine_busy_ratio.max')).toBeGreaterThan(0);
  if (process.platform === 'linux') expect(value('generator.cpu_ratio.max')).toBeGreaterThan(0.02);
  const journalled = events.filter(({ name }) => name === 'load-gauges').map(({ detail }) => detail);
  expect(journalled.map((detail) => loadGaugesSchema.parse(detail))).toEqual(buckets);
  expect(Object.keys(buckets[0]?.gauges ?? {})).toEqual(
    expect.arrayContaining(['api.cpu_ratio', 'generator.cpu_ratio']),
  );
  expect(JSON.stringify({ events, metrics })).not.toContain('s3cret-token');
});

test('readings are of the moment at which the generator was read, however late the target answers', async () => {
  const slow = await endpoint((_, response) => void setTimeout(() => response.end('up 1\n'), 400));
  const { late } = await watched([slow], 1000);
  expect(late).toHaveLength(1);
  expect(late[0]).toBeGreaterThanOrEqual(390);
});

test('an endpoint that never answers delays nobody, is never asked twice at once, and is told', async () => {
  let [open, most] = [0, 0];
  const hanging = await endpoint((request) => {
    most = Math.max(most, ++open);
    request.once('close', () => open--);
  }, 'worker');
  const { metrics, events, endMs } = await watched([hanging], 2500);
  expect(most).toBe(1);
  expect(endMs).toBeLessThan(4500);
  expect(metrics.map(({ name }) => name)).not.toContain('target.worker.cpu_ratio.avg');
  expect(metrics.find(({ name }) => name === 'target.scrapes_failed.count')?.value).toBeGreaterThanOrEqual(2);
  expect(events.find(({ name }) => name === 'scrapes-failed')?.detail).toMatchObject({ part: 'worker' });
  expect(metrics.find(({ name }) => name === 'generator.machine_busy_ratio.avg')?.value).toBeGreaterThan(0);
});

test('a target without endpoints is said not to be measured', async () => {
  const { metrics, events } = await watched([], 700);
  expect(events.map(({ name }) => name)).toContain('target-not-measured');
  expect(metrics.filter(({ name }) => name.startsWith('target.'))).toEqual([]);
});

test('a target with more queues than are kept is told of', async () => {
  const queues = Array.from({ length: 20 }, (_, index) => `queue_depth{queue_name="q${index}"} 1\n`).join('');
  const names = Array.from({ length: 11 }, (_, index) => `part-${index}`);
  const parts = await Promise.all(names.map((name) => endpoint((_, response) => response.end(queues), name)));
  const { metrics, events } = await watched(parts, 2600);
  expect(metrics.filter(({ name }) => name.includes('{queue:'))).toHaveLength(2 * 200);
  expect(metrics.filter(({ name }) => /part-\d+\.queue_depth\.max$/.test(name))).toHaveLength(11);
  const told = events.find(({ name }) => name === 'gauges-not-kept')?.detail;
  expect(told).toMatchObject({ kept: 200, first: 'part-10.queue_depth{queue:q0}' });
});
