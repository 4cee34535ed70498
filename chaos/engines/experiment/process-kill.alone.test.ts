import { existsSync } from 'node:fs';
import { test } from 'vitest';
import { performUndo } from '../../../kernel/perform-undo.ts';
import { holdDown, undoHoldDown } from '../../subjects/hold-down.ts';
import { smallExperiment } from '../../testing/small-experiment.ts';
import { smallRestartable, type SmallRestartable } from '../../testing/small-restartable.ts';
import { conduct } from './conduct.ts';

const PASSED = Array<string>(4).fill('passed');

function experiment(small: SmallRestartable, fault: string, on: 'process' | 'commanded' = 'process') {
  return smallExperiment({
    processes: { api: small[on] },
    status: () => (small.isUp() ? 200 : 503),
    faults: [{ fault, process: 'api' }],
    during: 503,
  });
}

test.concurrent.for([
  ['process-kill', 'process', false],
  ['process-kill', 'commanded', false],
  ['process-restart', 'process', true],
] as const)(
  '%s of a %s: it is down, and another one is up when it is over',
  async ([fault, on, asked], { expect }) => {
    await using small = await smallRestartable();
    await using at = await experiment(small, fault, on);
    const first = small.pid();
    const running = conduct(at.run);
    await expect.poll(() => small.isUp()).toBe(false);
    // What starts it again is on disk.
    const [pending] = at.pending();
    expect(pending?.undo).toMatchObject(
      on === 'process'
        ? { kind: 'remove', path: small.process.restarts?.unless }
        : { kind: 'command', args: small.commanded.start?.slice(1) },
    );
    await running;
    expect(at.run.recorder.checks.map(({ outcome }) => outcome)).toEqual(PASSED);
    expect(small.isUp()).toBe(true);
    expect(small.pid()).not.toBe(first);
    expect(existsSync(small.farewell)).toBe(asked);
    expect(at.pending()).toEqual([]);
  },
);

test.concurrent('a process that somebody else starts again proves nothing', async ({ expect }) => {
  await using small = await smallRestartable();
  await using at = await experiment(small, 'process-kill');
  const running = conduct(at.run);
  running.catch(() => undefined);
  const meddling = setInterval(() => void performUndo(undoHoldDown(small.process)), 5);
  await expect(running).rejects.toThrow(/^fault without effect: process-kill on api/);
  clearInterval(meddling);
});

test.concurrent(
  'a process that is down before the experiment is nothing to measure on',
  async ({ expect }) => {
    await using small = await smallRestartable();
    await using at = await experiment(small, 'process-kill');
    const { signal } = new AbortController();
    await holdDown(small.process, 'crash', signal);
    await expect(conduct(at.run)).rejects.toThrow(/process api is disturbed before the experiment/);
    await expect(holdDown(small.process, 'crash', AbortSignal.abort(new Error('no')))).rejects.toThrow();
  },
);

test.concurrent('an abort in the middle starts it again', async ({ expect }) => {
  await using small = await smallRestartable();
  await using at = await experiment(small, 'process-kill');
  const ended = expect(conduct(at.run)).rejects.toThrow('the user stopped it');
  await expect.poll(() => small.isUp()).toBe(false);
  at.abort.abort(new Error('the user stopped it'));
  await at.run.scope.close();
  await ended;
  await expect.poll(() => small.isUp()).toBe(true);
  expect(at.pending()).toEqual([]);
});
