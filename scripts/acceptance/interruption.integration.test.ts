import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markedProcesses, waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startHarness, type Running } from './cli.ts';
import { newestRun, type RunOnDisk } from './run-evidence.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
beforeEach(() => {
  server.asked.length = 0;
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

const LONG_LOAD = `import http from 'k6/http';
import { check, sleep } from 'k6';
export const options = { vus: 1, duration: '120s' };
export default () => { check(http.get(\`\${__ENV.BASE_URL}/api/hello\`), { ok: (r) => r.status === 200 }); sleep(0.05); };`;
const FAILS_THEN_HANGS = `import { expect, test } from 'vitest';
test('fails', () => { expect(1).toBe(2); });
test('goes on', async () => { await fetch(\`\${process.env['TARGET_WEB_URL']}/api/hello\`); await new Promise(() => undefined); }, 120_000);`;

/** A run in the middle of its only suite. */
async function inTheMiddle(name: string, text: string): Promise<{ running: Running; run: RunOnDisk }> {
  const file = checkout.stranger(name, text);
  const running = startHarness(checkout, ['run', file, '--base-url', server.url, '--no-allure']);
  await running.until(() => server.asked.includes('/api/hello'), 'request of the suite');
  const run = newestRun(checkout);
  expect(markedProcesses(run.id)).not.toEqual([]);
  return { running, run };
}

/** Nothing runs any more, nothing private lies about. */
function expectCleanedUp(run: RunOnDisk): void {
  expect(markedProcesses(run.id)).toEqual([]);
  expect(existsSync(run.work())).toBe(false);
}

/** What there was is sealed, and says of itself that it is only a part. */
function expectSealed(run: RunOnDisk): void {
  expect(run.json('run.json')['status']).toBe('interrupted');
  expect(existsSync(join(run.folder, 'manifest.json'))).toBe(true);
  expect(existsSync(join(run.reports, 'index.html'))).toBe(true);
}

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is unknown after %s, its evidence sealed, nothing left',
    async (signal) => {
      const { running, run } = await inTheMiddle('long.js', LONG_LOAD);
      process.kill(running.pid, signal);
      const { code, said } = await running.ended;
      expect(said).toMatch(/interrupted/i);
      expect(code).toBe(2);
      expectCleanedUp(run);
      expect(run.events().find(({ type }) => type === 'ended')?.data['status']).toBe('interrupted');
      expectSealed(run);
    },
  );

  it('fails where a check had failed before', async () => {
    const { running, run } = await inTheMiddle('fails.test.ts', FAILS_THEN_HANGS);
    // The tool reports in batches: its first result may come a little later.
    await running.until(() => run.suites().includes('"failed"'), 'failed check on disk');
    process.kill(running.pid, 'SIGINT');
    const { code } = await running.ended;
    expect(code).toBe(1);
    expectCleanedUp(run);
    expectSealed(run);
  });

  it('is unknown where its target was still coming up, and takes the target down', async () => {
    const before = checkout.runs().length;
    const running = startHarness(checkout, ['run', 'contract', '--env', 'local', '--no-allure']);
    const starting = () =>
      checkout.runs().length > before && markedProcesses(newestRun(checkout).id).length > 0;
    await running.until(starting, 'process of the target');
    const run = newestRun(checkout);
    process.kill(running.pid, 'SIGINT');
    const { code } = await running.ended;
    expect(code).toBe(2);
    expectCleanedUp(run);
    expectSealed(run);
  });
});

describe('a killed run', () => {
  it.each<[string, (running: Running) => void | Promise<void>]>([
    [
      'a second Ctrl-C',
      async (running) => {
        process.kill(running.pid, 'SIGINT');
        await running.until(() => running.said().includes('once more'), 'word about a second Ctrl-C');
        process.kill(running.pid, 'SIGINT');
      },
    ],
    ['SIGKILL', ({ pid }) => void process.kill(pid, 'SIGKILL')],
  ])('is put back and sealed by its watcher after %s', async (_, kill) => {
    const { running, run } = await inTheMiddle('killed.js', LONG_LOAD);
    await kill(running);
    expect((await running.ended).code).toBeNull();
    await waitUntil(
      () => existsSync(join(run.reports, 'index.html')) && !existsSync(run.work()),
      patience(10_000),
    );
    expectCleanedUp(run);
    expectSealed(run);
    const { code, said } = await harness(checkout, ['heal']);
    expect(said).toMatch(/nothing/i);
    expect(code).toBe(0);
  });
});
