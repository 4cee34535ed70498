import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRun } from '../../evidence/read-run.ts';
import { Redactor } from '../../evidence/redaction.ts';
import { sampleStart, startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { openStore } from './store.ts';

let sample: SampleRun;
beforeEach(() => (sample = startSampleRun()));
afterEach(() => sample.remove());

test('a tag that begins with an area of the catalogue, and that it does not have, is told; one of a stranger is not', async () => {
  sample.journal.close();
  const store = openStore(sample.run, new Redactor(), () => undefined);
  const start = { ...sampleStart('e2e/login'), run: sample.run.id };
  const recording = store.openSuite(start, sample.work, `${sample.work}/inbox.ndjson`);
  const proves = ['FUN-01/user-login', 'FUN-01/user-logn', 'ABC-12', 'JIRA-1'];
  recording.recorder.check({ id: 'a', outcome: 'passed', durationMs: 1, proves });
  await recording.end('completed');
  store.close();
  const told = readRun(sample.run, { unsealed: true }).suites[0]?.evidence.events;
  expect(told?.map(({ name, detail }) => [name, detail])).toEqual([
    [
      'reference-unknown',
      {
        reference: 'FUN-01/user-logn',
        why: expect.stringContaining('near it: FUN-01/user-login,') as string,
      },
    ],
  ]);
});
