import { readRun, type ReadRun } from '../../evidence/read-run.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { gate, type GateDecision } from '../../kernel/gate.ts';
import type { RunRecord } from '../../reports/input.ts';
import type { Comparison } from '../../reports/comparison.ts';
import { compareWithKept } from '../baseline/kept-baselines.ts';
import { loadConfig } from './config.ts';
import { policyOf, runRecord } from './run-record.ts';

export interface JudgedRun {
  readonly read: ReadRun;
  readonly record: RunRecord;
  readonly decision: GateDecision;
  /** With the baselines that its evidence keeps; undefined where it keeps none. */
  readonly comparison: Comparison | undefined;
}

/** Judges a stored run from its evidence alone, with the policy it was planned under and today's waivers. */
export async function judgeRun(run: RunFolder): Promise<JudgedRun> {
  const read = readRun(run);
  const folded = runRecord(read.events, read.run);
  const record = { ...folded, troubles: [...folded.troubles, ...read.problems, ...cutShort(folded)] };
  const { waivers } = await loadConfig();
  const comparison = compareWithKept(run, record, read);
  const decision = gate({
    planned: record.planned,
    evidences: read.suites.map(({ evidence }) => evidence),
    policy: policyOf(read.events),
    waivers,
    now: new Date(),
    troubles: [...record.troubles, ...plantedIn(record)],
    compared: comparison?.suites ?? [],
  });
  return { read, record, decision, comparison };
}

/** Its suites may all have passed: whether everything was put back, and what came to light meanwhile, nobody knows. */
function cutShort({ status }: RunRecord): readonly string[] {
  return status === 'completed' ? [] : ['the run was interrupted before its target was stopped'];
}

/** However it ended, a run on a target that was spoilt on purpose says nothing of a release: it never passes. */
function plantedIn({ facts: { detection } }: RunRecord): readonly string[] {
  const defect = detection?.defect;
  if (defect === undefined) return [];
  return [
    `a defect was planted for this run (${defect.id}: ${defect.title}): it is no evidence for a release`,
  ];
}
