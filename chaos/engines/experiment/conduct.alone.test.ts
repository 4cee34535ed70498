import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  ANSWER_MS,
  RECOVERY_MS,
  smallExperiment,
  type SmallExperimentRequest,
} from '../../testing/small-experiment.ts';
import { smallLink, type SmallLink } from '../../testing/small-link.ts';
import { conduct } from './conduct.ts';

const latency = { fault: 'latency', link: 'api-redis', options: { latencyMs: 100 } };
const blackout = { fault: 'blackout', link: 'api-redis', options: {} };

function experiment(small: SmallLink, changes: Partial<SmallExperimentRequest> = {}) {
  const status = () => (small.answers() ? 200 : 503);
  return smallExperiment({ link: small.link, status, faults: [latency], during: 200, ...changes });
}

test.concurrent('a delay is seen by the canaries, taken away, and recovery is measured', async () => {
  await using small = await smallLink();
  await using at = await experiment(small);
  await conduct(at.run);
  const { checks, metrics, events } = at.run.recorder;
  expect(checks.map(({ id, outcome, proves }) => [id, outcome, proves])).toEqual([
    ['fault latency on api-redis had a measured effect', 'passed', []],
    [`api GET / answers 200 within ${ANSWER_MS} ms of the fault`, 'passed', ['RES-03']],
    ['the system was put back', 'passed', ['RES-03']],
    [`the system recovered within ${RECOVERY_MS} ms of the end of the fault`, 'passed', ['RES-03']],
  ]);
  expect(metrics).toMatchObject([{ name: 'recovery_ms', unit: 'ms', samples: 1 }]);
  const phases = events.filter(({ name }) => name === 'phase').map(({ detail }) => detail['name']);
  expect(phases).toEqual(['before', 'during', 'recovery', 'after']);
  const fault = events.find(({ name }) => name === 'fault')?.detail as { duringMs: number[] };
  expect(Math.min(...fault.duringMs)).toBeGreaterThan(95);
  expect(small.toxics.size).toBe(0);
  expect(at.pending()).toEqual([]);
});

test.concurrent('a blackout must be told of by the probe, and is over when it is over', async () => {
  await using small = await smallLink();
  await using at = await experiment(small, { faults: [blackout], during: 503 });
  await conduct(at.run);
  expect(at.run.recorder.checks.map(({ outcome }) => outcome)).toEqual(Array(4).fill('passed'));
});

test.concurrent('a probe that does not tell of the fault is a failed check, not an error', async () => {
  await using small = await smallLink();
  await using at = await experiment(small, { faults: [blackout], during: 503, status: () => 200 });
  await conduct(at.run);
  const failed = at.run.recorder.checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id }) => id)).toEqual([`api GET / answers 503 within ${ANSWER_MS} ms of the fault`]);
});

test.concurrent('a fault that somebody else took away proves nothing', async () => {
  await using small = await smallLink();
  await using at = await experiment(small, { during: 503 });
  const running = conduct(at.run);
  const meddling = setInterval(() => small.toxics.clear(), 5);
  await expect(running).rejects.toThrow(/^fault without effect: latency on api-redis/);
  clearInterval(meddling);
  // Neither a proof nor a failure: only that nothing of ours is left.
  expect(at.run.recorder.checks.map(({ id }) => id)).toEqual(['the system was put back']);
});

test.concurrent('a system that does not come back fails its check and leaves no recovery time', async () => {
  await using small = await smallLink();
  let wasDark = false;
  const status = () => {
    wasDark ||= !small.answers();
    return wasDark ? 503 : 200;
  };
  await using at = await experiment(small, { faults: [blackout], during: 503, status });
  await conduct(at.run);
  const failed = at.run.recorder.checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id }) => id)).toEqual([
    `the system recovered within ${RECOVERY_MS} ms of the end of the fault`,
  ]);
  expect(at.run.recorder.metrics).toEqual([]);
});

test.concurrent('an abort in the middle leaves no fault and no undo behind', async () => {
  await using small = await smallLink();
  await using at = await experiment(small);
  const running = conduct(at.run);
  const ended = expect(running).rejects.toThrow('the user stopped it');
  await expect.poll(() => small.toxics.size).toBe(1);
  at.abort.abort(new Error('the user stopped it'));
  await at.run.scope.close();
  await ended;
  expect(small.toxics.size).toBe(0);
  expect(at.pending()).toEqual([]);
  // Half-way there was nothing to be judged.
  expect(at.run.recorder.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test.concurrent('a link that only canaries go through is not disturbed', async ({ expect }) => {
  await using small = await smallLink();
  small.user.destroy();
  await using at = await experiment(small);
  const said =
    /^nobody but canaries went through link api-redis \(127\.0\.0\.1:\d+\), so no fault was injected.* Fix: /;
  if (process.platform === 'linux') await expect(conduct(at.run)).rejects.toThrow(said);
  else await conduct(at.run);
  expect(small.sent).toBe(process.platform === 'linux' ? 0 : 1);
});

test.concurrent('a stop file in the middle takes every fault away at once', async ({ expect }) => {
  await using small = await smallLink();
  const stopFile = join(tmpdir(), `stop-${randomUUID()}`);
  await using at = await experiment(small, { stopFile });
  const ended = expect(conduct(at.run)).rejects.toThrow(`${stopFile} (guardrails.stopFile) was put there`);
  await expect.poll(() => small.toxics.size).toBe(1);
  writeFileSync(stopFile, '');
  await expect.poll(() => small.toxics.size).toBe(0);
  await ended;
  rmSync(stopFile);
  expect(at.pending()).toEqual([]);
  expect(at.run.recorder.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['the system was put back', 'passed'],
  ]);
});

test.concurrent('a fault that lands after the abort put everything back is taken away too', async () => {
  await using small = await smallLink();
  const gate = Promise.withResolvers<unknown>();
  small.gate = gate.promise;
  await using at = await experiment(small);
  const ended = expect(conduct(at.run)).rejects.toThrow('the user stopped it');
  await expect.poll(() => small.sent).toBe(1);
  at.abort.abort(new Error('the user stopped it'));
  await at.run.scope.close();
  expect(at.pending()).toEqual([]);
  gate.resolve(undefined);
  await ended;
  expect(small.sent).toBe(1);
  expect(small.toxics.size).toBe(0);
});

test.concurrent('each undo is on disk before its fault is on, and evidence is synced', async () => {
  await using small = await smallLink();
  await using at = await experiment(small);
  const running = conduct(at.run);
  await expect.poll(() => small.toxics.size).toBe(1);
  expect(at.pending().map(({ undo }) => undo)).toEqual([
    {
      kind: 'request',
      method: 'DELETE',
      url: `${small.link.control}/proxies/small/toxics/harness-latency-downstream`,
    },
  ]);
  expect(at.run.recorder.syncs).toBe(1);
  await running;
});

test.concurrent.each<[string, Partial<SmallExperimentRequest>, RegExp]>([
  [
    'an unknown link',
    { faults: [{ ...latency, link: 'api-mars' }] },
    /unknown link "api-mars".*known: api-redis/,
  ],
  ['a target that does not work', { status: () => 500 }, /500 before any fault, so none was injected/],
  ['a load that fails', { start: () => Promise.reject(new Error('k6 fell over')) }, /k6 fell over/],
])('%s ends the experiment before any fault', async (_, changes, said) => {
  await using small = await smallLink();
  await using at = await experiment(small, changes);
  await expect(conduct(at.run)).rejects.toThrow(said);
  expect(at.run.recorder.events.map(({ name }) => name)).not.toContain('injecting');
});

test.concurrent('a load that ends too soon ends the experiment, and the fault with it', async () => {
  await using small = await smallLink();
  await using at = await experiment(small, { start: () => sleep(250) });
  await expect(conduct(at.run)).rejects.toThrow('the load ended before the experiment did');
  expect(small.toxics.size).toBe(0);
});

test.concurrent('a link that is disturbed before the experiment is nothing to measure on', async () => {
  await using small = await smallLink();
  small.toxics.set('left-over', { name: 'left-over', type: 'latency', attributes: {} });
  await using at = await experiment(small);
  await expect(conduct(at.run)).rejects.toThrow('disturbed before the experiment: toxic left-over');
});

const storm = {
  faults: [{ fault: 'latency', options: latency.options }],
  subjects: [{ link: 'api-redis', touches: 'redis' }],
};

test.concurrent('in a storm each fault comes, is felt and goes by itself', async ({ expect }) => {
  await using small = await smallLink();
  await using at = await experiment(small, { storm });
  await conduct(at.run);
  const { checks, events } = at.run.recorder;
  expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['each fault of the storm had a measured effect', 'passed'],
    ['the system was put back', 'passed'],
    [`the system recovered within ${RECOVERY_MS} ms of the end of the fault`, 'passed'],
  ]);
  const names = events.map(({ name }) => name).filter((name) => name !== 'phase');
  expect(names).toEqual(['injecting', 'fault', 'healed', 'injecting', 'fault', 'healed']);
  const times = events
    .filter(({ name }) => name === 'fault')
    .flatMap(({ detail }) => [detail['injectedAt'], detail['endedAt']].map((one) => Date.parse(String(one))));
  expect(times).toHaveLength(4);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(small.toxics.size).toBe(0);
  expect(at.pending()).toEqual([]);
});

test.concurrent(
  'a fault of a storm that nobody felt proves nothing, and the storm goes on',
  async ({ expect }) => {
    await using small = await smallLink();
    await using at = await experiment(small, { storm });
    const running = conduct(at.run);
    await expect.poll(() => small.toxics.size).toBe(1);
    small.toxics.clear();
    await expect(running).rejects.toThrow(/^fault without effect: latency on api-redis/);
    const { checks, events } = at.run.recorder;
    expect(checks.map(({ id }) => id)).not.toContain('each fault of the storm had a measured effect');
    expect(events.filter(({ name }) => name === 'fault')).toHaveLength(1);
    expect(events.filter(({ name }) => name === 'phase')).toHaveLength(4);
  },
);

test.concurrent('an abort in the middle of a storm leaves no fault behind', async ({ expect }) => {
  await using small = await smallLink();
  await using at = await experiment(small, { storm });
  const ended = expect(conduct(at.run)).rejects.toThrow('the user stopped it');
  await expect.poll(() => small.toxics.size).toBe(1);
  at.abort.abort(new Error('the user stopped it'));
  await at.run.scope.close();
  await ended;
  expect(small.toxics.size).toBe(0);
  expect(at.pending()).toEqual([]);
});

test.concurrent('a target without links says why', async () => {
  await using small = await smallLink();
  await using at = await experiment(small);
  const target = {
    ...at.run.target,
    links: {},
    linksUnavailable: { what: 'no Toxiproxy.', fix: 'install it' },
  };
  await expect(conduct({ ...at.run, target })).rejects.toThrow('no Toxiproxy. Fix: install it');
});
