import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../evidence/disk.ts';
import type { ReadRun } from '../../evidence/read-run.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { messageOf } from '../../kernel/errors.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';
import type { Comparison } from '../../reports/load/comparison.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import { runRecord } from '../session/run-record.ts';
import { baselineSchema } from './baseline.ts';
import { byBranch, type Choose } from './choose.ts';
import type { Choice } from './compare-suite.ts';
import { loadSuites } from './load-suites.ts';
import { baselineFolder } from './baseline-files.ts';

const keptSchema = z.strictObject({ baseline: baselineSchema, file: z.string(), chosen: z.string() });

/**
 * Copies the baselines of a completed run's load suites into its evidence, before that is sealed: judged again years later, it is
 * compared with the same ones. Gives what could not be read. Runs of detect are compared with nothing.
 */
export function keepBaselines(run: RunFolder, read: ReadRun): readonly string[] {
  if (read.sealed || (read.events.length === 0 && read.run === undefined)) return [];
  const { facts, status } = runRecord(read.events, read.run);
  if (status !== 'completed' || facts.detection !== undefined) return [];
  const choose = byBranch(baselineFolder(), facts.git?.branch);
  return loadSuites(read).flatMap(({ suite }) => keepBaseline(run, suite.name, choose));
}

function keepBaseline(run: RunFolder, suite: string, choose: Choose): readonly string[] {
  try {
    const chosen = choose(suite);
    if ('none' in chosen) return [];
    const file = keptFile(run, suite);
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, JSON.stringify(keptSchema.parse(chosen)));
    return [];
  } catch (error) {
    return [`not compared with a baseline: ${messageOf(error)}`];
  }
}

/** How the run compares with the baselines that its evidence keeps; undefined where it keeps none. Pure but for reading. */
export async function compareWithKept(
  run: RunFolder,
  record: RunRecord,
  read: ReadRun,
): Promise<Comparison | undefined> {
  const evidences = loadSuites(read).filter(({ suite }) => existsSync(keptFile(run, suite.name)));
  if (evidences.length === 0) return undefined;
  const { compareRun } = await import('./compare-run.ts');
  const now = new Date(record.endedAt ?? record.facts.startedAt);
  return compareRun({ record, evidences, choose: (suite) => kept(run, suite), despitePlace: false, now });
}

function kept(run: RunFolder, suite: string): Choice {
  const file = keptFile(run, suite);
  try {
    return keptSchema.parse(JSON.parse(readPlainFile(file).toString()));
  } catch (error) {
    return { none: `${file} cannot be read: ${messageOf(error)}` };
  }
}

function keptFile(run: RunFolder, suite: string): string {
  return join(run.folder, 'baselines', `${suite}.json`);
}
