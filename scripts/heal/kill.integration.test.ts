import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedProcesses, signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import { harness } from '../acceptance/cli.ts';
import { processesOf } from '../acceptance/stragglers.ts';
import { startTinyServer, type TinyServer } from '../acceptance/tiny-server.ts';
import {
  calibrate,
  expectPutBack,
  faultIsOn,
  journalsOf,
  kill,
  PATIENCE_MS,
  seeded,
  startVictim,
  until,
  watcherOf,
} from './testing/killed-run.ts';

/** It sheds its marker, its session and its parent; in its command line is the copy, so that it is seen. */
const LEAVES_A_DAEMON = `import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
test('one', async () => {
  const daemon = join(import.meta.dirname, 'daemon');
  spawn('setsid', ['env', '-i', daemon, '100000'], { detached: true, stdio: 'ignore' }).unref();
  expect(1).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.HOLD_MS ?? 0)));
}, 1_000_000);`;

/** What the issue of a kill must be, wherever it hits: see "Evidence survives" in ARCHITECTURE.md. All of it: kill.long.test.ts. */
let checkout: Checkout;
let server: TinyServer;
let plain: readonly string[];
let startMs: number;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
  copyFileSync('/bin/sleep', join(checkout.strangers, 'daemon'));
  chmodSync(join(checkout.strangers, 'daemon'), 0o755);
  const file = checkout.stranger('one.test.mjs', LEAVES_A_DAEMON);
  plain = [file, '--base-url', server.url, '--no-allure'];
  ({ startMs } = await calibrate(checkout, plain));
}, PATIENCE_MS);
afterAll(async () => {
  await server.close();
  await checkout.remove();
}, PATIENCE_MS);

const others = () => ({ others: [Number(new URL(server.url).port)] });

it('what the undisturbed run left running ended with it, also what hides', () => {
  expect(daemons()).toEqual([]);
});

describe('a run that is killed', { timeout: PATIENCE_MS }, () => {
  it('in the middle of its suite leaves nothing running, also what hides', async () => {
    const victim = startVictim(checkout, plain, { env: { HOLD_MS: '300000' } });
    await until('a daemon', victim, () => daemons().length > 0);
    await expectPutBack(checkout, await kill(victim), others());
  });

  it.each([1, 3])(
    'at the seeded moment %i of its start leaves nothing, or is sealed as interrupted',
    async (seed) => {
      const victim = startVictim(checkout, plain);
      await sleep(seeded(seed) * startMs);
      await expectPutBack(checkout, await kill(victim), others());
    },
  );

  it('as soon as it has a folder, is sealed by its watcher, which stood before', async () => {
    const victim = startVictim(checkout, plain);
    // At once, so that nothing can come up between.
    while (victim.run() === undefined) await setImmediate();
    const killed = await kill(victim);
    await expectPutBack(checkout, killed, others());
    expect(killed.run?.json('run.json')).toMatchObject({ status: 'interrupted', verdict: 'unknown' });
  });

  it('while it is sealed is sealed by its watcher, and can be listed and judged', async () => {
    const victim = startVictim(checkout, plain);
    const run = await until('its end', victim, (one) => journalsOf(one).includes('"type":"ended"'));
    await expectPutBack(checkout, await kill(victim), others());
    expect((await harness(checkout, ['evidence', 'list'])).code).toBe(0);
    expect((await harness(checkout, ['judge', run.id])).code).toBe(0);
  });

  it('with its watcher, while a fault is on, is put back by heal and sealed as interrupted', async () => {
    longFault(checkout);
    const victim = startVictim(checkout, ['chaos/api-postgres-latency', '--env', 'local', '--no-allure']);
    const run = await until('a fault that is on', victim, faultIsOn);
    const watcher = watcherOf(checkout, run);
    signal(watcher, 'SIGKILL');
    await waitUntil(() => startedAt(watcher) === undefined, PATIENCE_MS);
    const killed = await kill(victim);
    expect(markedProcesses(run.id)).not.toEqual([]);
    expect((await harness(checkout, ['heal'], { timeoutMs: PATIENCE_MS })).code).toBe(0);
    await expectPutBack(checkout, killed);
    expect(run.json('run.json')).toMatchObject({ status: 'interrupted', verdict: 'unknown' });
  });
});

function daemons(): readonly number[] {
  return processesOf(join(checkout.strangers, 'daemon'));
}

/** What must hold before it needs some samples; it stays on for as long as anybody may take to kill. */
function longFault(copy: Checkout): void {
  const file = 'chaos/experiments/api-postgres-latency/api-postgres-latency.suite.ts';
  const text = readFileSync(join(copy.root, file), 'utf8');
  copy.write(file, text.replace('{ before: 5_000, during: 5_000', '{ before: 4_000, during: 80_000'));
}
