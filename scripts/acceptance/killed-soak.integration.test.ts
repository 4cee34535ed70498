import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJournal } from '../../evidence/journal-reader.ts';
import { fold, suiteEventSchema } from '../../kernel/evidence.ts';
import { LOAD_EVENTS, loadBucketSchema } from '../../kernel/load-evidence.ts';
import { markedProcesses, waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { unpack } from '../../load/engines/k6/samples/buckets/packed.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { startHarness } from './cli.ts';
import { newestRun, type RunOnDisk } from './run-evidence.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

const SOAK = `import http from 'k6/http';
export const options = { scenarios: { soak: { executor: 'constant-arrival-rate', rate: 50, duration: '24h', preAllocatedVUs: 5 } } };
export default () => { http.get(\`\${__ENV.BASE_URL}/api/hello\`); };`;

it('a soak that is killed by SIGKILL keeps every finished bucket, sealed', async () => {
  const file = checkout.stranger('soak.js', SOAK);
  const args = ['run', file, '--base-url', server.url, '--no-allure'];
  const running = startHarness(checkout, args);
  await running.until(() => server.asked.includes('/api/hello'), 'request of the soak');
  const run = newestRun(checkout);
  const inJournal = () => run.suites().split(`"${LOAD_EVENTS.bucket}"`).length - 1;
  await running.until(() => inJournal() >= 1, 'first bucket');
  process.kill(running.pid, 'SIGKILL');
  const asked = server.asked.length;
  await running.ended;
  await waitUntil(
    () => existsSync(join(run.reports, 'index.html')) && !existsSync(run.work()),
    patience(10_000),
  );

  expect(run.json('run.json')['status']).toBe('interrupted');
  expect(existsSync(join(run.folder, 'manifest.json'))).toBe(true);
  expect(markedProcesses(run.id)).toEqual([]);
  const evidence = evidenceOf(run);
  expect(evidence?.ending).toBe('interrupted');
  const buckets = (evidence?.events ?? [])
    .filter(({ name }) => name === LOAD_EVENTS.bucket)
    .map(({ detail }) => loadBucketSchema.parse(detail));
  expect(buckets).toHaveLength(1);
  expect(buckets[0]).toMatchObject({ fromMs: 0, untilMs: 10_000 });
  const { requests } = buckets[0]?.all ?? { requests: 0 };
  // 50 a second for ten seconds; how exactly k6 keeps its rate is k6's.
  expect(requests).toBeGreaterThan(300);
  expect(requests).toBeLessThan(asked);
  expect(unpack(buckets[0]?.hdr ?? '').map((one) => one.totalCount)).toEqual([requests]);
});

function evidenceOf(run: RunOnDisk): ReturnType<typeof fold> {
  return fold(readJournal(join(run.folder, 'load/perf/soak-js/journal.ndjson'), suiteEventSchema).events);
}
