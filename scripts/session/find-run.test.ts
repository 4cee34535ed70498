import { afterEach, beforeEach, expect, it } from 'vitest';
import { join } from 'node:path';
import { SAMPLE_ID, startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { findRun } from './find-run.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => sample.remove());

it('a link to a run, such as evidence/latest, is that run', () => {
  const found = findRun(join(sample.root, 'latest'));
  expect([found.id, found.folder]).toEqual([SAMPLE_ID, sample.run.folder]);
});

it('a folder is the run of its name, with a slash at its end, too', () =>
  expect(findRun(`${sample.run.folder}/`).id).toBe(SAMPLE_ID));

it.each([
  [
    'a folder of something else',
    () => join(sample.root, 'runs'),
    /is no run: got a folder without run\.json.*Fix: name a run id/s,
  ],
  ['a file', () => sample.run.json, /is no run: got a file.*Fix: name a run id/s],
])('%s is none', (_, of, problem) => {
  expect(() => findRun(of())).toThrow(problem);
});
