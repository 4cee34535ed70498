import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { markedProcesses, signal } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { startHarness } from './cli.ts';
import { newestRun, type RunOnDisk } from './run-evidence.ts';
import { stagingAt } from './staging.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

/** By then each tool must have come to where it hangs. */
const TIMEOUT_MS = patience(2000);

/** A process that no polite signal ends, in a session of its own: what badly written tools leave behind. */
const STUBBORN = `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
function leaveBehind(tool) {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM INT HUP; while :; do sleep 1; done'], { detached: true, stdio: 'ignore' });
  child.unref();
  writeFileSync(process.env['LEFT_BEHIND'] + '/' + tool + '.pid', String(child.pid));
}
`;

type Engine = keyof typeof PLACES;
interface Hanging {
  readonly engine: Engine;
  readonly text: string;
  readonly leavesBehind?: boolean;
}

const HANGING: readonly Hanging[] = [
  // A test that never ends and leaves a stubborn process.
  {
    engine: 'playwright',
    leavesBehind: true,
    text: `${STUBBORN}import { expect, test } from '@playwright/test';
test('first', () => { expect(1).toBe(1); });
test('hangs', async () => { test.setTimeout(0); leaveBehind('playwright'); await new Promise(() => setInterval(() => undefined, 1000)); });`,
  },
  // An endless loop, with a stubborn process. Others of this machine go first.
  {
    engine: 'vitest',
    leavesBehind: true,
    text: `${STUBBORN}import { expect, test } from 'vitest';
test('first', () => { expect(1).toBe(1); });
test('hangs', () => { leaveBehind('vitest'); setPriority(19); for (;;); });`,
  },
  // A target that never answers.
  {
    engine: 'k6',
    text: `import http from 'k6/http';
import { check } from 'k6';
export const options = { vus: 1, duration: '60s' };
export default () => { check(1, { first: (one) => one === 1 }); http.get(\`\${__ENV.BASE_URL}/api/hello\`, { timeout: '600s' }); };`,
  },
];

const PLACES = {
  playwright: { kind: 'e2e', file: 'hangs.spec.ts', options: `{ files: ['hangs.spec.ts'] }` },
  vitest: { kind: 'contract', file: 'hangs.contract.ts', options: `{ files: ['hangs.contract.ts'] }` },
  k6: { kind: 'load', file: 'hangs.k6.ts', options: `{ script: 'hangs.k6.ts' }` },
} as const;

function writeSuite(checkout: Checkout, { engine, text }: Hanging): string {
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

/** A run in which each of these tools hangs. */
export function tellOfHanging(engines: readonly Engine[]): void {
  let checkout: Checkout;
  let server: TinyServer;
  let run: RunOnDisk | undefined;

  beforeAll(async () => {
    checkout = makeCheckout();
    server = await startTinyServer();
  });
  afterEach(() => {
    // What the harness should have ended must not outlive a test that shows it did not.
    for (const pid of run === undefined ? [] : markedProcesses(run.id)) signal(pid, 'SIGKILL');
  });
  afterAll(async () => {
    await server.close();
    await checkout.remove();
  });

  it('what hangs is killed with its whole process tree, and its suite is unknown', async () => {
    server.behaviour = 'hanging';
    const hanging = HANGING.filter(({ engine }) => engines.includes(engine));
    const pidFile = ({ engine }: Hanging) => `${checkout.strangers}/${engine}.pid`;
    const names = hanging.map((one) => writeSuite(checkout, one));
    const env = { ...stagingAt(server.url), LEFT_BEHIND: checkout.strangers };
    const running = startHarness(checkout, ['run', ...names, '--env', 'staging', '--no-allure'], { env });
    const stubborn = hanging.filter(({ leavesBehind }) => leavesBehind).map(pidFile);
    await running.until(() => stubborn.every((file) => existsSync(file)), 'stubborn process of each tool');
    run = newestRun(checkout);
    const hanged = markedProcesses(run.id);
    for (const file of stubborn) expect(hanged).toContain(Number(readFileSync(file, 'utf8')));

    const { code, said } = await running.ended;
    expect(server.asked.includes('/api/hello')).toBe(engines.includes('k6'));
    for (const name of names) expect(said).toMatch(new RegExp(`unknown ${name}.*(hung|timed.out)`, 'i'));
    expect(code).toBe(2);
    expect(markedProcesses(run.id)).toEqual([]);
    expect(existsSync(run.work())).toBe(false);
    // The run itself went on to its end.
    expect(run.events().at(-1)).toMatchObject({ type: 'ended', data: { status: 'completed' } });
  });
}
