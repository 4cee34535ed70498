import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedProcesses, waitUntil } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import { harness } from '../acceptance/cli.ts';
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
} from './testing/killed-run.ts';

/** On a machine where an undisturbed plain run takes so long, everything is put back within 15 s. */
const USUAL_WHOLE_MS = 4_000;
const PUT_BACK_WITHIN_MS = 15_000;

/** An experiment, so that there is a fault to be left behind, beside a contract suite that has finished by then. */
const EXPERIMENT = ['contract/error-envelope', 'chaos/api-postgres-latency', '--env', 'local', '--no-allure'];

let checkout: Checkout;
let server: TinyServer;
let plain: readonly string[];
let wholeMs: number;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
  const test = `import { expect, test } from 'vitest'; test('one', () => { expect(1).toBe(1); });`;
  plain = [checkout.stranger('one.test.mjs', test), '--base-url', server.url];
  ({ wholeMs } = await calibrate(checkout, [...plain, '--no-allure']));
}, PATIENCE_MS);
afterAll(async () => {
  await server.close();
  await checkout.remove();
}, PATIENCE_MS);

const others = () => ({ others: [Number(new URL(server.url).port)] });

describe(
  'a run that is killed is put back by its watcher and reads interrupted',
  { timeout: PATIENCE_MS },
  () => {
    // From its first instruction to its last report; two seconds of the usual machine are half of it.
    it.each(Array.from({ length: 50 }, (_, seed) => seed + 1))(
      'at the seeded random moment %i',
      async (seed) => {
        const victim = startVictim(checkout, seed % 5 === 0 ? plain : [...plain, '--no-allure']);
        await sleep(seeded(seed) * (seed % 5 === 0 ? 1.5 : seed % 2 === 0 ? 0.5 : 1) * wholeMs);
        await expectPutBack(checkout, await kill(victim), others());
      },
    );

    it('and all of them can be listed, judged and verified, and nothing is left to heal', async () => {
      expect((await harness(checkout, ['evidence', 'list'])).code).toBe(0);
      for (const id of checkout.runs()) {
        expect((await harness(checkout, ['judge', id])).code, id).toBeLessThanOrEqual(2);
        expect((await harness(checkout, ['evidence', 'verify', id])).code, id).toBe(0);
      }
      expect((await harness(checkout, ['heal'])).said).toContain('nothing to heal');
    });

    it.each([
      'run-started',
      'planned',
      'tools',
      'target-up',
      'suite-started',
      'start',
      'check',
      'artifact',
      'end',
      'suite-sealed',
      'event',
      'metric',
    ])('after its first "%s"', async (type) => {
      const victim = startVictim(checkout, EXPERIMENT);
      await until(`"${type}" in a journal`, victim, (run) => journalsOf(run).includes(`"type":"${type}"`));
      await expectPutBack(checkout, await kill(victim));
    });

    it('while a fault is on, soon', async () => {
      const victim = startVictim(checkout, EXPERIMENT);
      const run = await until('a fault that is on', victim, faultIsOn);
      const killed = await kill(victim);
      const gone = () => markedProcesses(run.id).length === 0 && !existsSync(run.work());
      const scale = Math.max(1, wholeMs / USUAL_WHOLE_MS);
      expect(await waitUntil(gone, PUT_BACK_WITHIN_MS * scale), 'processes and work folder are gone').toBe(
        true,
      );
      await expectPutBack(checkout, killed);
    });

    it.each([1, 2, 3, 4, 5])('at the seeded random moment %i of an experiment', async (seed) => {
      const victim = startVictim(checkout, EXPERIMENT);
      await sleep(seeded(seed) * 5 * wholeMs);
      await expectPutBack(checkout, await kill(victim));
    });
  },
);

describe('a run that is killed while it installs a tool', { timeout: PATIENCE_MS }, () => {
  it.each([1, 2, 3, 4, 5])('at the seeded random moment %i leaves no installer', async (seed) => {
    const script = checkout.stranger(
      'one.js',
      `import http from 'k6/http'; export default () => { http.get(__ENV.BASE_URL); };`,
    );
    // Not below the copy's temporary folder: what a killed installation had made stays for the next one to remove.
    const env = { HARNESS_CACHE: join(checkout.strangers, `cache-${seed}`) };
    const victim = startVictim(checkout, [script, '--base-url', server.url, '--no-allure'], { env });
    await victim.running.until(
      () => victim.running.said().includes('missing: installing it'),
      'an installation',
    );
    await sleep(seeded(seed) * wholeMs);
    await expectPutBack(checkout, await kill(victim), others());
  });
});
