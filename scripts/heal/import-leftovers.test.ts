import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import { Redactor } from '../../evidence/redaction.ts';
import {
  openSampleSuite,
  sampleStart,
  startSampleRun,
  type SampleRun,
} from '../../evidence/testing/sample-run.ts';
import { openStore } from '../session/store.ts';
import { importLeftovers } from './import-leftovers.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => sample.remove());

it('a suite that was killed ended when it was last heard of, not when it was healed', async () => {
  const recorder = openSampleSuite(sample, 'e2e/login');
  recorder.start(sampleStart('e2e/login'));
  recorder.check({ id: 'a check', outcome: 'passed', durationMs: 1 });
  recorder.close();
  sample.journal.close();
  const last = readRun(sample.run).suites[0]?.evidence.startedAt ?? '';
  const store = openStore(sample.run, new Redactor(), () => undefined);
  await importLeftovers(sample.run, undefined, store);
  store.close();
  const healed = readRun(sample.run).suites[0]?.evidence;
  expect(healed?.ending).toBe('interrupted');
  expect(Date.parse(healed?.endedAt ?? '') - Date.parse(last)).toBe(1000);
});
