import { afterEach, beforeEach, expect, test } from 'vitest';
import { findLeaks } from './find-leaks.ts';
import { readRun } from './read-run.ts';
import {
  endSampleRun,
  planSample,
  runSampleSuite,
  startSampleRun,
  type SampleRun,
} from './testing/sample-run.ts';

let sample: SampleRun;
beforeEach(() => (sample = startSampleRun()));
afterEach(() => sample.remove());

test('nothing of what was redacted is found, and what was not is told with its place', async () => {
  planSample(sample, ['e2e/login']);
  await runSampleSuite(sample, 'e2e/login');
  await endSampleRun(sample);
  const read = readRun(sample.run);
  expect(findLeaks(read)).toEqual([]);
  const [suite] = read.suites;
  if (suite === undefined) throw new Error('the sample has no suite');
  const said = { name: 'log', detail: { line: `authorization: Bearer ${'Zk3q7WmQ9rT2xL5v'.repeat(3)}` } };
  const leaked = { seq: 7, at: '', type: 'event' as const, data: said };
  const suites = [{ ...suite, events: [...suite.events, leaked] }];
  expect(findLeaks({ ...read, suites })).toEqual(['e2e/e2e/login: 7']);
});
