import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFault, faultNames } from '../../chaos/engines/experiment/find-fault.ts';
import { disturbanceOf } from '../../chaos/subjects/disturbance.ts';
import { smallRestartable, type SmallRestartable } from '../../chaos/testing/small-restartable.ts';
import { realLink, type RealLink } from '../../chaos/testing/toxiproxy-server.ts';
import { suiteRunForTest, type TestSuiteRun } from '../../fixtures/testing/suite-run.ts';
import type { Subject } from '../../kernel/experiment.ts';
import { pauseTree } from '../../kernel/pause.ts';
import { signal, startedAt, waitUntil } from '../../kernel/process.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import { harness } from '../acceptance/cli.ts';
import { newestRun } from '../acceptance/run-evidence.ts';
import type { Held } from './testing/fault-holder.ts';
import { expectPutBack, type Killed, PATIENCE_MS, seeded, watcherOf } from './testing/killed-run.ts';

/** Every sort of fault comes in turn, so fewer than there are leave some out. */
const KILLS = killsAsked(process.env['HARNESS_FAULT_KILLS']);
const UNWATCHED = Math.ceil(KILLS / 5);

function killsAsked(said = '100'): number {
  const kills = Number(said);
  if (Number.isInteger(kills) && kills > 0) return kills;
  throw new Error(
    `HARNESS_FAULT_KILLS: got "${said}"; allowed: a whole number from 1 on. Fix: unset it for 100`,
  );
}

/** Of faults that need some. */
const OPTIONS: Readonly<Record<string, object>> = {
  bandwidth: { kbPerSecond: 16 },
  'connection-blackholes': { share: 0.5 },
  'connection-failures': { share: 0.5 },
  'cut-after': { bytes: 500 },
  jitter: { fromMs: 20, toMs: 120 },
  latency: { latencyMs: 100 },
  'process-throttle': { share: 0.3 },
  'slow-close': { delayMs: 500 },
  slicing: { bytes: 500, pauseMs: 10 },
};

let checkout: Checkout;
let host: TestSuiteRun<unknown>;
let small: RealLink;
let restartable: SmallRestartable;
/** How long it takes from its start until a fault is on. */
let usualMs: number;
/** Killed when it had just been on. */
let first: Killed;

beforeAll(async () => {
  checkout = makeCheckout();
  host = suiteRunForTest({ options: {} });
  [small, restartable] = await Promise.all([realLink(host), smallRestartable()]);
  const began = performance.now();
  const holder = hold(0);
  await holder.said('on');
  usualMs = performance.now() - began;
  first = await holder.kill();
}, PATIENCE_MS);
afterAll(async () => {
  small[Symbol.dispose]();
  await Promise.all([host.close(), restartable[Symbol.asyncDispose]()]);
  await checkout.remove();
}, PATIENCE_MS);

/** Every sort in turn. What they disturb is nobody's of the run that is killed, and outlives it. */
function heldBy(seed: number): Held {
  const names = faultNames();
  const fault = names[seed % names.length] ?? '';
  return { fault, options: OPTIONS[fault] ?? {}, subject: subjectOf(fault) };
}

function subjectOf(name: string): Subject {
  const fault = findFault(name);
  if ('unknown' in fault) throw new Error(fault.unknown);
  return fault.subjects.includes('link')
    ? { kind: 'link', name: 'api-redis', on: small.link }
    : { kind: 'process', name: 'api', on: restartable.process };
}

interface Holder {
  /** Once it has said that. */
  said(word: 'open' | 'on'): Promise<void>;
  kill(): Promise<Killed>;
}

function hold(seed: number): Holder {
  const known = checkout.runs().length;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(checkout.root, 'scripts/heal/testing/fault-holder.ts'),
      JSON.stringify(heldBy(seed)),
    ],
    {
      cwd: checkout.root,
      env: { ...process.env, HARNESS_PROJECT: checkout.root, TMPDIR: checkout.temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += String(data)));
  const ended = once(child, 'exit');
  return {
    said: async (word) => {
      await waitUntil(() => text.includes(`${word}\n`) || child.exitCode !== null, PATIENCE_MS);
      if (!text.includes(`${word}\n`)) throw new Error(`no "${word}"; it said:\n${text}`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      const run = checkout.runs().length > known ? newestRun(checkout) : undefined;
      return { run, checks: [], ports: [] };
    },
  };
}

/** Nothing of the run is left, nothing is disturbed, and what was ended runs again. */
async function expectWhole(killed: Killed, seed: number): Promise<void> {
  await expectPutBack(checkout, killed);
  const { subject } = heldBy(seed);
  const left = async () => disturbanceOf(subject, host.signal);
  await expect.poll(left, { timeout: PATIENCE_MS }).toEqual([]);
  if (subject.kind === 'process') expect(await waitUntil(() => restartable.isUp(), PATIENCE_MS)).toBe(true);
}

describe(
  'a harness that is killed while a fault is on leaves nothing behind',
  { timeout: PATIENCE_MS },
  () => {
    it('once it is on', () => expectWhole(first, 0));

    it.each(Array.from({ length: KILLS }, (_, seed) => seed + 1))('at the seeded moment %i', async (seed) => {
      const holder = hold(seed);
      // Now and then before it is on, or while it is put in.
      await sleep(seeded(seed) * 1.3 * usualMs);
      await expectWhole(await holder.kill(), seed);
    });

    it.each(Array.from({ length: UNWATCHED }, (_, seed) => seed + 1))(
      'nor with its watcher, once heal was asked, at the seeded moment %i',
      async (seed) => {
        const holder = hold(seed);
        await holder.said('open');
        await sleep(seeded(seed) * 0.5 * usualMs);
        const run = newestRun(checkout);
        const watcher = watcherOf(checkout, run);
        signal(watcher, 'SIGKILL');
        await waitUntil(() => startedAt(watcher) === undefined, PATIENCE_MS);
        const killed = await holder.kill();
        expect((await harness(checkout, ['heal'], { timeoutMs: PATIENCE_MS })).code).toBe(0);
        await expectWhole(killed, seed);
      },
    );

    it('and what is left would be seen', async () => {
      const { process } = restartable;
      await pauseTree(process, host.signal);
      expect(await disturbanceOf({ kind: 'process', name: 'api', on: process }, host.signal)).not.toEqual([]);
      signal(-process.pid, 'SIGCONT');
    });
  },
);
