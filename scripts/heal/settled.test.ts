import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endSampleRun, startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { listRuns } from '../../evidence/store.ts';
import { noteSettled, settledRuns } from './settled.ts';

let sample: SampleRun;
let folder: string;
let runs: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'settled-'));
  file = join(folder, 'state', 'settled.json');
  sample = startSampleRun();
  await endSampleRun(sample);
  runs = join(sample.root, 'runs');
});
afterEach(() => {
  sample.remove();
  rmSync(folder, { recursive: true });
});

/** The sample run, and one that began later. */
function note(): void {
  const [listed] = listRuns(sample.root);
  if (listed?.run === undefined) throw new Error('no run');
  mkdirSync(join(runs, 'later'));
  const run = { ...listed.run, startedAt: '2099-01-01T00:00:00.000Z' };
  noteSettled(runs, [listed, { ...listed, id: 'later', run }], file);
}

it('are those that were noted, but not the newest', () => {
  expect(settledRuns(runs, file)).toEqual(new Set());
  note();
  expect(settledRuns(runs, file)).toEqual(new Set([sample.run.id]));
  expect(listRuns(sample.root, settledRuns(runs, file)).map(({ id }) => id)).toEqual(['later']);
});

it('are looked at again when a file was taken from them, and when they are gone', () => {
  note();
  rmSync(sample.run.manifest);
  expect(settledRuns(runs, file)).toEqual(new Set());
  rmSync(sample.run.folder, { recursive: true });
  expect(settledRuns(runs, file)).toEqual(new Set());
});

it('are all looked at where the note is damaged', () => {
  note();
  writeFileSync(file, '{"x":');
  expect(settledRuns(runs, file)).toEqual(new Set());
});
