import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { entriesBelow } from '../../../evidence/entries.ts';
import { isSealed, writeManifest } from '../../../evidence/manifest.ts';
import { runFolder, type RunFolder } from '../../../evidence/store.ts';
import type { Files } from '../../../evidence/testing/mutations/victim.ts';
import { OLD_RUNS } from '../../../evidence/testing/old-runs.ts';
import {
  endSampleRun,
  openSampleSuite,
  planSample,
  runSampleSuite,
  sampleStart,
  seal,
  startSampleRun,
  type SampleRun,
} from '../../../evidence/testing/sample-run.ts';
import { openUndoLog } from '../../session/undo-key.ts';

/** A run whose evidence is about to be changed. */
export interface Seed {
  readonly name: string;
  readonly id: string;
  readonly files: Files;
  readonly sealed: boolean;
}

/** Runs that were made up with the real writers, and runs that were made, of this version and of the one before. */
export async function makeSeeds(root: string): Promise<readonly Seed[]> {
  return [
    await sampled('sound', '20261121_0312_main_1a2b3c4_0001', 'passed', 'sealed'),
    await sampled('failing', '20261121_0312_main_1a2b3c4_0002', 'failed', 'sealed'),
    await sampled('sound, not sealed yet', '20261121_0312_main_1a2b3c4_0003', 'passed', 'ended'),
    await sampled('killed', '20261121_0312_main_1a2b3c4_0004', 'failed', 'killed'),
    ...OLD_RUNS.map((folder) => seedOf(`old ${basename(folder)}`, folderAt(folder))),
    ...OLD_RUNS.map((folder) => sealedAnew(root, folder)),
  ];
}

async function sampled(
  name: string,
  id: string,
  outcome: 'passed' | 'failed',
  until: 'sealed' | 'ended' | 'killed',
): Promise<Seed> {
  const sample = startSampleRun(id);
  try {
    planSample(sample, ['e2e/login', 'e2e/upload']);
    const log = openUndoLog(sample.run.undo);
    log.done(log.add('run', { kind: 'remove', path: '/nowhere/at/all' }));
    log.close();
    await runSampleSuite(sample, 'e2e/upload');
    runLogin(sample, id, outcome, until === 'killed');
    if (until === 'sealed') await endSampleRun(sample);
    else {
      if (until === 'ended') sample.journal.append({ type: 'ended', data: { status: 'completed' } });
      sample.journal.close();
    }
    return seedOf(name, sample.run);
  } finally {
    sample.remove();
  }
}

function runLogin(sample: SampleRun, run: string, outcome: 'passed' | 'failed', killed: boolean): void {
  const recorder = openSampleSuite(sample, 'e2e/login');
  recorder.start({ ...sampleStart('e2e/login'), run });
  recorder.check({ id: 'signs in', outcome: 'passed', durationMs: 1 });
  recorder.check({ id: 'signs out', outcome, durationMs: 1 });
  recorder.toldEvent('note', { text: 'done' });
  if (killed) recorder.close();
  else seal(sample, recorder, 'e2e/login', 'completed');
}

function sealedAnew(root: string, old: string): Seed {
  const run = runFolder(root, basename(old));
  cpSync(old, run.folder, { recursive: true });
  const belongs = { version: '1', owner: 'team-example', status: 'pass' };
  rmSync(run.manifest);
  writeManifest({ run, now: () => new Date(), whole: belongs, suites: [] });
  const seed = seedOf(`${basename(old)}, sealed anew`, run);
  rmSync(run.folder, { recursive: true });
  return seed;
}

function seedOf(name: string, run: RunFolder): Seed {
  const paths = entriesBelow(run.folder).map(({ path }) => path);
  const sealed = isSealed(run);
  const all = sealed ? [...paths, 'manifest.json'] : paths;
  return {
    name,
    id: run.id,
    files: new Map(all.map((path) => [path, readFileSync(join(run.folder, path))])),
    sealed,
  };
}

function folderAt(folder: string): RunFolder {
  return runFolder(join(folder, '..', '..'), basename(folder));
}
