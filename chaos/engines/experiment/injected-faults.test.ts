import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import type { Fault } from '../../../kernel/experiment.ts';
import { InjectedFaults } from './injected-faults.ts';
import type { Experiment } from './options.ts';
import type { Prepared } from './prepare.ts';

afterEach(() => void vi.useRealTimers());

/** A fault that is a folder. */
function folderFault(path: string): Prepared {
  const fault: Fault = {
    name: 'folder',
    title: 'A folder is there.',
    subjects: ['process'],
    parse: (options) => options,
    undo: () => [{ kind: 'remove', path }],
    inject: () => {
      mkdirSync(path);
      return Promise.resolve();
    },
    expected: () => undefined,
  };
  const answering = { listen: '127.0.0.1:9', protocol: 'http' } as const;
  return {
    fault,
    subject: { kind: 'process', name: 'api', on: { ...answering, pid: 1, startedAt: '1' } },
    options: {},
    fromMs: 0,
    untilMs: 2000,
    probe: { ...answering, timeoutMs: 1 },
    baselineMs: 1,
  };
}

test('a fault that is on for 15 s longer than planned goes by itself, is noted, and proves nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using run = suiteRunForTest<Experiment>({ options: {} as Experiment });
  const path = join(run.folder, 'fault');
  const faults = new InjectedFaults(run, performance.now() + 2000);
  await faults.inject(folderFault(path), run.signal);
  vi.advanceTimersByTime(16_900);
  faults.requireOnTime();
  expect(existsSync(path)).toBe(true);
  vi.advanceTimersByTime(200);
  vi.useRealTimers();
  await expect
    .poll(() => run.recorder.events.at(-1))
    .toMatchObject({
      name: 'expired',
      detail: { fault: 'folder', process: 'api' },
    });
  expect(existsSync(path)).toBe(false);
  expect(() => faults.requireOnTime()).toThrow(/^folder on api was on for 15 s longer than planned.* Fix: /);
  expect(await faults.heal()).toEqual([]);
});

test('a fault that is taken away in time never expires', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using run = suiteRunForTest<Experiment>({ options: {} as Experiment });
  const faults = new InjectedFaults(run, performance.now());
  await faults.inject(folderFault(join(run.folder, 'fault')), run.signal);
  expect(await faults.heal()).toEqual([]);
  vi.advanceTimersByTime(60_000);
  faults.requireOnTime();
  expect(run.recorder.events.map(({ name }) => name)).toEqual(['injecting', 'healed']);
});
