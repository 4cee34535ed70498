import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endSampleRun, startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { SUMMARY_FILE } from '../../reports/model/previous-runs.ts';
import { earlierRuns } from './earlier-runs.ts';

let sample: SampleRun;
let reports: string;
beforeEach(async () => {
  sample = startSampleRun();
  reports = join(sample.work, 'reports');
  const folder = join(reports, 'runs', sample.run.id);
  mkdirSync(folder, { recursive: true });
  const summary = {
    id: sample.run.id,
    started: '2026-11-21T03:12:00.000Z',
    environment: 'local',
    verdict: 'pass',
    suites: {},
    problems: [],
  };
  writeFileSync(join(folder, SUMMARY_FILE), JSON.stringify(summary));
  await endSampleRun(sample);
});
afterEach(() => sample.remove());

const found = async () =>
  (await earlierRuns({ evidence: sample.root, reports }, 'local')).map(({ id }) => id);

test('an earlier run counts whose evidence verifies at a glance, and one whose evidence was deleted', async () => {
  expect(await found()).toEqual([sample.run.id]);
  rmSync(sample.run.folder, { recursive: true });
  expect(await found()).toEqual([sample.run.id]);
});

test('one whose evidence was changed does not', async () => {
  writeFileSync(join(sample.run.folder, 'added'), '');
  expect(await found()).toEqual([]);
});
