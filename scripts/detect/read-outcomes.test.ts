import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  endSampleRun,
  openSampleSuite,
  planSample,
  sampleStart,
  seal,
  startSampleRun,
  type SampleRun,
} from '../../evidence/testing/sample-run.ts';
import { judgeRun } from '../finish/judge-run.ts';
import { classify } from './classify.ts';
import { cleanSuiteOf, outcomeOf } from './read-outcomes.ts';

const DEFECT = { breaks: ['FUN-01'] };
const SUITE = 'e2e/login';

let sample: SampleRun;
beforeEach(async () => {
  sample = startSampleRun();
  planSample(sample, [SUITE]);
  const recorder = openSampleSuite(sample, SUITE);
  recorder.start(sampleStart(SUITE));
  recorder.check({ id: 'signs in', outcome: 'failed', durationMs: 1, proves: ['FUN-01'] });
  seal(sample, recorder, SUITE, 'completed');
  await endSampleRun(sample);
});
afterEach(() => sample.remove());

it('a failed check of a sealed run is a catch, and a failure of a clean one', async () => {
  const judged = await judgeRun(sample.run);
  expect(classify(DEFECT, outcomeOf(SUITE, judged)).outcome).toBe('caught');
  expect(cleanSuiteOf(SUITE, judged)).toMatchObject({ verdict: 'fail', failed: ['signs in'] });
});

it('of a run whose evidence was changed anywhere, nobody knows what it caught', async () => {
  writeFileSync(join(sample.run.folder, 'more'), '');
  const judged = await judgeRun(sample.run);
  expect(classify(DEFECT, outcomeOf(SUITE, judged))).toMatchObject({
    outcome: 'unknown',
    reason: expect.stringMatching(/^evidence was changed: more was added/) as string,
  });
  const clean = cleanSuiteOf(SUITE, judged);
  expect(clean.verdict).toBe('unknown');
  expect(clean.problems[0]).toMatch(/^evidence was changed/);
});
