import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { suiteRunForTest, targetForTest } from '../../../fixtures/testing/suite-run.ts';
import { recordAlerts } from './record-alerts.ts';
import engine from './zap.engine.ts';

const ALERT = {
  pluginId: '10038',
  name: 'no CSP',
  risk: 'Medium',
  confidence: 'High',
  url: 'http://127.0.0.1:9/',
};

/** ZAP's API, with passive rules that have still to read so many exchanges: one number for each time it is asked. */
async function zapThatReads(...queue: number[]) {
  const answers: Record<string, () => unknown> = {
    '/JSON/autoupdate/view/installedAddons/': () => ({ installedAddons: [{ id: 'pscanrules' }] }),
    '/JSON/pscan/view/recordsToScan/': () => ({
      recordsToScan: String(queue.length > 1 ? queue.shift() : queue[0]),
    }),
    '/JSON/core/view/alerts/': () => ({ alerts: [ALERT] }),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    response.end(JSON.stringify(answers[pathname]?.()));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, key: 'k', signal: new AbortController().signal };
}

function suiteRun() {
  const options = engine.parse({ sites: { web: { pages: ['/'] } } }, '.');
  const run = suiteRunForTest({ options, target: targetForTest({ web: 'http://127.0.0.1:9' }) });
  onTestFinished(() => run.close());
  return run;
}

test("waits until ZAP's rules have read everything", async () => {
  const run = suiteRun();
  const unfinished = await recordAlerts(run, await zapThatReads(7, 0), performance.now() + 60_000);
  expect(unfinished).toBeUndefined();
  expect(run.recorder.findings).toMatchObject([{ rule: 'zap/10038' }]);
  expect(run.recorder.events).toEqual([
    { name: 'zap-alerts', detail: { alerts: 1, findings: 1, unread: 0 } },
  ]);
});

test('records what there is at the deadline, and says how much was not read', async () => {
  const run = suiteRun();
  const unfinished = await recordAlerts(run, await zapThatReads(7), performance.now());
  expect(unfinished).toMatchObject({ name: 'InfraError' });
  expect(unfinished?.message).toMatch(/7 exchanges were not read\. Fix: /);
  expect(run.recorder.findings).toMatchObject([{ rule: 'zap/10038' }]);
  expect(run.recorder.events).toMatchObject([{ name: 'zap-alerts', detail: { unread: 7 } }]);
});
