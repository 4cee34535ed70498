import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readRun } from '../../../evidence/read-run.ts';
import { listRuns, type RunFolder } from '../../../evidence/store.ts';
import { DETECTION_FILE, detectionSchema } from '../../../reports/detection/detection.ts';
import { MUTATION_FILE, mutationSchema } from '../../../reports/detection/mutants/mutation.ts';
import { addDetection, addHistory, addMutation, neverRed, Reds, type SuiteHealth } from './never-red.ts';

export interface GateHealth {
  readonly run: string;
  /** All of its evidence is as it was sealed; of what is not nothing is listed. */
  readonly intact: boolean;
  /** Where failures were looked for. */
  readonly looked: { readonly runs: number; readonly detections: number; readonly mutations: number };
  readonly suites: readonly SuiteHealth[];
}

/** Where evidence and the records of detections are. */
export interface HealthPlaces {
  readonly evidence: string;
  readonly detections: string;
}

/** Which checks and limits of a run nobody ever saw fail: no kept run of any commit, no planted defect and no mutant. Evidence that does not verify tells nothing. */
export function gateHealth(run: RunFolder, { evidence, detections }: HealthPlaces): GateHealth {
  const reds = new Reds();
  const runs = listRuns(evidence);
  for (const one of runs) for (const suite of readRun(one).suites) addHistory(reds, suite.evidence);
  const found = readAll(join(detections, '*', DETECTION_FILE), detectionSchema);
  for (const one of found) addDetection(reds, one);
  const mutations = readAll(join(detections, 'mutants', '*', MUTATION_FILE), mutationSchema);
  for (const one of mutations) addMutation(reds, one);
  const { suites, problems } = readRun(run);
  const own = suites.map((one) => one.evidence);
  const looked = { runs: runs.length, detections: found.length, mutations: mutations.length };
  return { run: run.id, intact: problems.length === 0, looked, suites: neverRed(own, reds) };
}

/** What is of another version, or cut off, is passed over. `latest` is a link to one of the others. */
function readAll<T>(pattern: string, schema: z.ZodType<T>): readonly T[] {
  const files = globSync(pattern).filter((file) => !file.includes('/latest/'));
  return files.flatMap((file) => {
    try {
      return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? [];
    } catch {
      return [];
    }
  });
}
