import { expect, test } from 'vitest';
import { pauseTree, resumeTree } from '../../../kernel/pause.ts';
import {
  ANSWER_MS,
  RECOVERY_MS,
  smallExperiment,
  type SmallExperiment,
} from '../../testing/small-experiment.ts';
import { smallProcess, type SmallProcess } from '../../testing/small-process.ts';
import { conduct } from './conduct.ts';

const pause = { fault: 'process-pause', process: 'api', options: {} };

/** `onStill`: the API was asked while the process stood still, which nobody does before the fault is wholly on. */
function experiment(small: SmallProcess, onStill?: () => void): Promise<SmallExperiment> {
  const status = () => {
    if (!small.standsStill()) return 200;
    onStill?.();
    return 503;
  };
  return smallExperiment({ processes: { api: small.process }, status, faults: [pause], during: 503 });
}

test.concurrent('a process that stands still is felt, goes on again, and recovery is measured', async () => {
  await using small = await smallProcess();
  await using at = await experiment(small);
  const running = conduct(at.run);
  await expect.poll(() => small.standsStill()).toBe(true);
  const { pid, startedAt } = small.process;
  expect(at.pending()).toMatchObject([{ undo: { kind: 'resume', pid, startedAt } }]);
  expect(at.pending()[0]?.ttlMs).toBeGreaterThan(15_000);
  await running;
  const { checks, metrics, events } = at.run.recorder;
  expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['fault process-pause on api had a measured effect', 'passed'],
    [`api GET / answers 503 within ${ANSWER_MS} ms of the fault`, 'passed'],
    ['the system was put back', 'passed'],
    [`the system recovered within ${RECOVERY_MS} ms of the end of the fault`, 'passed'],
  ]);
  expect(metrics).toMatchObject([{ name: 'recovery_ms', samples: 1 }]);
  expect(events.find(({ name }) => name === 'fault')?.detail).toMatchObject({
    fault: 'process-pause',
    process: 'api',
    duringMs: Array(6).fill('no answer') as string[],
  });
  expect(at.pending()).toEqual([]);
  expect(small.standsStill()).toBe(false);
});

test.concurrent('a process that somebody else let go on proves nothing', async () => {
  await using small = await smallProcess();
  const { promise: still, resolve } = Promise.withResolvers<undefined>();
  await using at = await experiment(small, () => resolve(undefined));
  const running = conduct(at.run);
  running.catch(() => undefined);
  await Promise.race([still, running]);
  const meddling = setInterval(() => void resumeTree(small.process), 5);
  await expect(running).rejects.toThrow(
    /^fault without effect: process-pause on api.* Fix: see whether something else changed process \d+/,
  );
  clearInterval(meddling);
});

test.concurrent('an abort in the middle lets the process go on', async () => {
  await using small = await smallProcess();
  await using at = await experiment(small);
  const ended = expect(conduct(at.run)).rejects.toThrow('the user stopped it');
  await expect.poll(() => small.standsStill()).toBe(true);
  at.abort.abort(new Error('the user stopped it'));
  await at.run.scope.close();
  await ended;
  expect(small.standsStill()).toBe(false);
  expect(at.pending()).toEqual([]);
});

test.concurrent(
  'a process that is gone, or stands still before the experiment, is nothing to measure on',
  async () => {
    await using small = await smallProcess();
    await pauseTree(small.process);
    await using at = await experiment(small);
    const { pid } = small.process;
    await expect(conduct(at.run)).rejects.toThrow(
      `process api is disturbed before the experiment: process ${pid} stands still. Fix:`,
    );
    const gone = { ...small.process, startedAt: '1' };
    await using other = await experiment({ ...small, process: gone });
    await expect(conduct(other.run)).rejects.toThrow(`process ${pid} is gone`);
  },
);
