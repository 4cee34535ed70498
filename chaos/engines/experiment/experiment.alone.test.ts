import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { performUndo } from '../../../kernel/perform-undo.ts';
import { slowed } from '../../../kernel/testing/patience.ts';
import { roundTrips } from '../../canary/measure.ts';
import blackout from '../../faults/blackout.fault.ts';
import latency from '../../faults/latency.fault.ts';
import { smallExperiment } from '../../testing/small-experiment.ts';
import { realLink, type RealLink } from '../../testing/toxiproxy-server.ts';
import { disturbanceOf } from '../../toxiproxy/disturbance.ts';
import { conduct } from './conduct.ts';

const server = suiteRunForTest({ options: {} });
const { signal } = new AbortController();
let real: RealLink;

beforeAll(async () => {
  real = await realLink(server);
});
afterAll(async () => {
  await server.close();
  real[Symbol.dispose]();
});
beforeEach(async () => {
  await fetch(`${real.link.control}/reset`, { method: 'POST' });
});

const delay = { fault: 'latency', link: 'api-redis', options: { latencyMs: 100 } };
const dark = { fault: 'blackout', link: 'api-redis', options: {} };
const subject = () => ({ kind: 'link', name: 'api-redis', on: real.link }) as const;
const probe = (timeoutMs: number) => ({ ...real.link, timeoutMs });

/** What the API of the experiment answers: it needs its link. */
async function state(): Promise<number> {
  const [answer] = await roundTrips(probe(slowed(200)), 1, signal);
  return answer === 'no answer' ? 503 : 200;
}

test('an experiment sees a real delay, takes it away, and measures recovery', async () => {
  await using at = await smallExperiment({
    link: real.link,
    status: () => 200,
    faults: [delay],
    during: 200,
  });
  await conduct(at.run);
  expect(at.run.recorder.checks.map(({ outcome }) => outcome)).toEqual(Array(4).fill('passed'));
  const felt = at.run.recorder.events.find(({ name }) => name === 'fault');
  if (felt === undefined) throw new Error('no fault was recorded');
  const { baselineMs, duringMs } = felt.detail as { baselineMs: number; duringMs: number[] };
  expect(baselineMs).toBeLessThan(slowed(50));
  expect(Math.min(...duringMs)).toBeGreaterThan(95);
  expect(await disturbanceOf(real.link, signal)).toEqual([]);
});

test('an experiment sees a real blackout, and the API behind it tells of it', async () => {
  await using at = await smallExperiment({ link: real.link, status: state, faults: [dark], during: 503 });
  await conduct(at.run);
  expect(at.run.recorder.checks.map(({ outcome }) => outcome)).toEqual(Array(4).fill('passed'));
  expect(await disturbanceOf(real.link, signal)).toEqual([]);
});

test('a toxic that was removed behind its back makes the experiment worthless', async () => {
  await using at = await smallExperiment({
    link: real.link,
    status: () => 200,
    faults: [delay],
    during: 200,
  });
  const running = expect(conduct(at.run)).rejects.toThrow('fault without effect: latency on api-redis');
  await expect.poll(() => disturbanceOf(real.link, signal)).toEqual(['toxic harness-latency-downstream']);
  await fetch(`${real.link.control}/reset`, { method: 'POST' });
  await running;
});

test('an abort in the middle leaves no toxic', async () => {
  await using at = await smallExperiment({ link: real.link, status: state, faults: [dark], during: 503 });
  const running = expect(conduct(at.run)).rejects.toThrow('stopped');
  await expect.poll(async () => (await disturbanceOf(real.link, signal)).length).toBe(2);
  at.abort.abort(new Error('stopped'));
  await at.run.scope.close();
  await running;
  expect(await disturbanceOf(real.link, signal)).toEqual([]);
  expect(at.pending()).toEqual([]);
});

test('undoing twice, and undoing what never was, is harmless', async () => {
  const undos = blackout.undo(subject(), {});
  for (const undo of undos) await performUndo(undo);
  await blackout.inject(subject(), {}, signal);
  for (const undo of [...undos, ...undos]) await performUndo(undo);
  expect(await disturbanceOf(real.link, signal)).toEqual([]);
});

test('a blackout ends for new connections at once; the old ones, which lost data, are closed', async () => {
  const { hostname, port } = new URL(`tcp://${real.link.listen}`);
  const old = connect(Number(port), hostname);
  await once(old, 'connect');
  await blackout.inject(subject(), {}, signal);
  expect(await roundTrips(probe(200), 2, signal)).toEqual(['no answer', 'no answer']);
  const closed = once(old, 'close');
  for (const undo of blackout.undo(subject(), {})) await performUndo(undo);
  await closed;
  expect(await roundTrips(probe(2000), 1, signal)).toEqual([expect.any(Number)]);
});

test('a fault that is on already is refused, for two experiments would share it', async () => {
  await latency.inject(subject(), { latencyMs: 50 }, signal);
  await expect(latency.inject(subject(), { latencyMs: 50 }, signal)).rejects.toThrow(
    /adding harness-latency-downstream to proxy api-redis: .*409/,
  );
  await using at = await smallExperiment({
    link: real.link,
    status: () => 200,
    faults: [delay],
    during: 200,
  });
  await expect(conduct(at.run)).rejects.toThrow('is disturbed before the experiment');
});
