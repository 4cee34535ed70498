import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRuns } from '../../evidence/store.ts';
import {
  endSampleRun,
  runSampleSuite,
  type SampleRun,
  startSampleRun,
} from '../../evidence/testing/sample-run.ts';
import { startedAt } from '../../kernel/process.ts';
import { atAGlance } from './at-a-glance.ts';

let sample: SampleRun;
beforeEach(async () => {
  sample = startSampleRun();
  await runSampleSuite(sample, 'e2e/login');
});
afterEach(() => sample.remove());

const listed = () => listRuns(sample.root).map(atAGlance)[0];

test('one that was killed does not look as if it went on', () => {
  expect(listed()?.run?.verdict).toBeUndefined();
  expect(listed()?.problem).toMatch(/killed.*\.\/harness heal/);
});

test('a sealed run has its verdict, and one that goes on has none', async () => {
  const own = JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) });
  const { json } = sample.run;
  writeFileSync(json, readFileSync(json, 'utf8').replace(/"process":\s*\{[^}]*\}/, `"process":${own}`));
  expect(listed()).toMatchObject({ run: { status: 'running', verdict: undefined }, problem: undefined });
  await endSampleRun(sample);
  expect(listed()).toMatchObject({ run: { status: 'completed', verdict: 'pass' }, problem: undefined });
});

test('a run whose seal is gone has no verdict, whatever its run.json says', async () => {
  await endSampleRun(sample);
  unlinkSync(sample.run.manifest);
  expect(listed()).toMatchObject({ run: { verdict: undefined }, problem: undefined });
});

test.each<[string, () => void]>([
  [
    'run.json',
    () => writeFileSync(sample.run.json, readFileSync(sample.run.json, 'utf8').replace('"pass"', '"fail"')),
  ],
  [
    'manifest.json',
    () =>
      writeFileSync(sample.run.manifest, readFileSync(sample.run.manifest, 'utf8').replace('2026', '2036')),
  ],
  ['e2e/e2e/login/journal.ndjson', () => rmSync(join(sample.run.folder, 'e2e'), { recursive: true })],
  ['added', () => writeFileSync(join(sample.run.folder, 'added'), '')],
])('a run whose %s was changed is unknown, and says so', async (file, change) => {
  await endSampleRun(sample);
  change();
  expect(listed()?.run?.verdict).toBe('unknown');
  expect(listed()?.problem).toContain(`evidence was changed: ${file}`);
});

test('what a kill left before it said what it is, says that', () => {
  rmSync(sample.run.json);
  expect(listed()?.problem).toMatch(/killed before it could say what it is.*\.\/harness heal/);
});
