import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import { type SampleRun, startSampleRun } from '../../evidence/testing/sample-run.ts';
import { recordLostWatcher } from './lost-watcher.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => {
  sample.journal.close();
  sample.remove();
});

const lose = () =>
  recordLostWatcher({ lost: Promise.resolve() }, { event: (event) => sample.journal.append(event) });
const last = () => readRun(sample.run).events.at(-1);

test('a watcher that is lost is a warning of the run', async () => {
  await lose();
  expect(last()).toMatchObject({
    type: 'warning',
    data: { what: expect.stringContaining('the watcher was lost') as string },
  });
});

test('one that is lost after the evidence was closed is said, and breaks nothing', async () => {
  const say = vi.spyOn(console, 'error').mockReturnValue();
  sample.journal.close();
  await expect(lose()).resolves.toBeUndefined();
  expect(say).toHaveBeenCalledWith(expect.stringContaining('the watcher was lost'));
  say.mockRestore();
  expect(last()).toMatchObject({ type: 'run-started' });
});
