import { join } from 'node:path';
import { sayProblems } from '../../evidence/problem.ts';
import { readRun, type ReadRun } from '../../evidence/read-run.ts';
import { SUITE_JOURNAL } from '../../evidence/recorder.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { InfraError } from '../../kernel/errors.ts';
import { gate, type GateDecision } from '../../kernel/gate.ts';
import type { PlannedRecord } from '../../kernel/run-journal.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import type { Comparison } from '../../reports/load/comparison.ts';
import { compareWithKept } from '../comparison/kept-baselines.ts';
import { HALF_BORN } from '../session/at-a-glance.ts';
import { loadConfig } from './config.ts';
import { policyOf, runRecord } from '../session/run-record.ts';
import { suiteFolder } from '../session/store.ts';
import { joined, within, type Sentence } from '../../kernel/sentence.ts';

export interface JudgedRun {
  readonly read: ReadRun;
  readonly record: RunRecord;
  readonly decision: GateDecision;
  /** With the baselines that its evidence keeps; undefined where it keeps none. */
  readonly comparison: Comparison | undefined;
}

/**
 * Judges a stored run from its evidence alone, with the policy it was planned under and today's waivers. Evidence that does not
 * verify, or was not sealed, is `unknown`; whoever is about to seal it gives what it has `read`.
 */
export async function judgeRun(run: RunFolder, read = readRun(run)): Promise<JudgedRun> {
  const problems = sayProblems(read.problems, run);
  if (read.events.length === 0 && read.run === undefined)
    throw new InfraError(within(run.id, sayNothing(run, read)));
  const folded = runRecord(read.events, read.run);
  const planned = folded.planned.map((one) => ({ ...one, ...withoutEvidence(run, one, read) }));
  const record = {
    ...folded,
    planned,
    troubles: [...problems, ...folded.troubles, ...cutShort(read, folded)],
  };
  const { waivers } = await loadConfig();
  const comparison = read.problems.length === 0 ? await compareWithKept(run, record, read) : undefined;
  const decision = gate({
    planned,
    evidences: read.suites.map(({ evidence }) => evidence),
    policy: policyOf(read.events),
    waivers,
    now: new Date(),
    skipped: record.skipped,
    fresh: record.fresh ?? [],
    troubles: [...record.troubles, ...plantedIn(record)],
    compared: comparison?.suites ?? [],
    demanded: record.demanded,
    notApplicable: record.notApplicable,
  });
  return { read, record, decision, comparison };
}

/** Why there is nothing that says what the run was. */
function sayNothing(run: RunFolder, { problems }: ReadRun): Sentence {
  const told = problems.filter(({ kind }) => kind !== 'unsealed');
  return told.length === 0 ? HALF_BORN : joined(sayProblems(told, run), '. ');
}

/** A suite that ran, and whose journal is not what it wrote, is told from one that never ran. */
function withoutEvidence(run: RunFolder, { suite, toolKind }: PlannedRecord, { problems }: ReadRun) {
  const folder = suiteFolder(run, { suite, engine: { name: suite.engine, toolKind } });
  const own = problems.filter(({ path }) => join(run.folder, path) === join(folder, SUITE_JOURNAL));
  const [unavailable] = sayProblems(own, run);
  return unavailable === undefined ? {} : { unavailable };
}

/** Its suites may all have passed: whether everything was put back, and what came to light meanwhile, nobody knows. */
function cutShort({ events }: ReadRun, { status }: RunRecord): readonly Sentence[] {
  if (status === 'completed' || events.length === 0) return [];
  return [{ what: 'the run was interrupted before its target was stopped' }];
}

/** However it ended, a run on a target that was spoilt on purpose says nothing of a release: it never passes. */
function plantedIn({ facts: { detection } }: RunRecord): readonly Sentence[] {
  const defect = detection?.defect;
  if (defect === undefined) return [];
  const what = `a defect was planted for this run (${defect.id}: ${defect.title}): it is no evidence for a release`;
  return [{ what }];
}
