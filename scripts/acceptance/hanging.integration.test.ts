import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { markedProcesses, signal } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { startHarness } from './cli.ts';
import { newestRun, type RunOnDisk } from './run-evidence.ts';
import { stagingAt } from './staging.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

const TIMEOUT_MS = 3000;

let checkout: Checkout;
let server: TinyServer;
let run: RunOnDisk | undefined;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterEach(() => {
  server.behaviour = 'well';
  // What the harness should have ended must not outlive a test that shows it did not.
  for (const pid of run === undefined ? [] : markedProcesses(run.id)) signal(pid, 'SIGKILL');
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

/** A process that no polite signal ends, in a session of its own: what badly written tools leave behind. */
const STUBBORN = `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
function leaveBehind() {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM INT HUP; while :; do sleep 1; done'], { detached: true, stdio: 'ignore' });
  child.unref();
  writeFileSync(process.env['LEFT_BEHIND'] ?? '', String(child.pid));
}
`;

interface Hanging {
  readonly engine: 'playwright' | 'vitest' | 'k6';
  readonly text: string;
  readonly behaviour?: 'hanging';
  readonly leavesBehind?: boolean;
}

const HANGING: readonly (readonly [string, Hanging])[] = [
  [
    'a Playwright test that never ends and leaves a stubborn process',
    {
      engine: 'playwright',
      leavesBehind: true,
      text: `${STUBBORN}import { expect, test } from '@playwright/test';
test('first', () => { expect(1).toBe(1); });
test('hangs', async () => { test.setTimeout(0); leaveBehind(); await new Promise(() => setInterval(() => undefined, 1000)); });`,
    },
  ],
  [
    'a Vitest file in an endless loop, with a stubborn process',
    {
      engine: 'vitest',
      leavesBehind: true,
      text: `${STUBBORN}import { expect, test } from 'vitest';
test('first', () => { expect(1).toBe(1); });
test('hangs', () => { leaveBehind(); for (;;); });`,
    },
  ],
  [
    'k6 against a target that never answers',
    {
      engine: 'k6',
      behaviour: 'hanging',
      text: `import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 1, duration: '60s' };
export default () => { check(1, { first: (one) => one === 1 }); http.get(\`\${__ENV.BASE_URL}/api/hello\`, { timeout: '600s' }); };`,
    },
  ],
];

const PLACES = {
  playwright: { kind: 'e2e', file: 'hangs.spec.ts', options: `{ files: ['hangs.spec.ts'] }` },
  vitest: { kind: 'contract', file: 'hangs.contract.ts', options: `{ files: ['hangs.contract.ts'] }` },
  k6: { kind: 'load', file: 'hangs.k6.ts', options: `{ script: 'hangs.k6.ts' }` },
} as const;

function writeSuite({ engine, text }: Hanging): string {
  const { kind, file, options } = PLACES[engine];
  const folder = `${kind}/suites/hangs`;
  checkout.write(`${folder}/${file}`, text);
  checkout.write(
    `${folder}/hangs.suite.ts`,
    `export default { name: '${kind}/hangs', title: 'Hangs.', owner: 'quality', engine: '${engine}', stages: [],
  timeoutMs: ${TIMEOUT_MS}, weight: 'light', expects: { checks: 1 }, options: ${options} };`,
  );
  return `${kind}/hangs`;
}

it.each(HANGING)('%s: its whole process tree is killed, and the suite is unknown', async (name, hanging) => {
  server.behaviour = hanging.behaviour ?? 'well';
  const leftBehind = `${checkout.strangers}/${hanging.engine}.pid`;
  const env = { ...stagingAt(server.url), LEFT_BEHIND: leftBehind };
  const args = ['run', writeSuite(hanging), '--env', 'staging', '--no-allure'];
  const running = startHarness(checkout, args, { env });
  const hangs = () => (hanging.leavesBehind ? existsSync(leftBehind) : server.asked.includes('/api/hello'));
  await running.until(hangs, `sign of ${name}`);
  run = newestRun(checkout);
  const hanged = markedProcesses(run.id);
  expect(hanged.length).toBeGreaterThan(0);
  if (hanging.leavesBehind) expect(hanged).toContain(Number(readFileSync(leftBehind, 'utf8')));

  const { code, said } = await running.ended;
  expect(said).toMatch(/hung|timed.out/i);
  expect(said).toMatch(/unknown/i);
  expect(code).toBe(2);
  expect(markedProcesses(run.id)).toEqual([]);
  expect(existsSync(run.work())).toBe(false);
  // The run itself went on to its end.
  expect(run.events().at(-1)).toMatchObject({ type: 'ended', data: { status: 'completed' } });
});
