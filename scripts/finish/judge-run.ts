import { join } from 'node:path';
import { sayProblems } from '../../evidence/problem.ts';
import { entriesBelow } from '../../evidence/entries.ts';
import { findLeaks } from '../../evidence/find-leaks.ts';
import { readRun, type ReadRun } from '../../evidence/read-run.ts';
import { SUITE_JOURNAL } from '../../evidence/recorder.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { InfraError } from '../../kernel/errors.ts';
import { gate, type GateDecision, type RunTold, type Waiver } from '../../kernel/gate.ts';
import type { OwnProof } from '../../kernel/requirement-states.ts';
import type { PlannedRecord } from '../../kernel/run-journal.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import type { Comparison } from '../../reports/load/comparison.ts';
import { compareWithKept } from '../comparison/kept-baselines.ts';
import { HALF_BORN } from '../session/at-a-glance.ts';
import { belongings } from './belongings.ts';
import { loadConfig } from './config.ts';
import { ownProofs, type OwnEvidence } from './own-proofs.ts';
import { policyOf, runRecord } from '../session/run-record.ts';
import { suiteFolder } from '../session/store.ts';
import { joined, within, type Sentence } from '../../kernel/sentence.ts';

export interface JudgedRun {
  readonly read: ReadRun;
  readonly record: RunRecord;
  /** What it tells the gate. */
  readonly told: RunTold;
  readonly decision: GateDecision;
  /** With the baselines that its evidence keeps; undefined where it keeps none. */
  readonly comparison: Comparison | undefined;
  /** By aspect: what its own evidence shows. */
  readonly ofRun: ReadonlyMap<string, OwnProof>;
}

export interface JudgedWith {
  readonly now?: Date;
  /** Today's, unless told. */
  readonly waivers?: readonly Waiver[];
}

/**
 * Judges a stored run from its evidence alone, with the policy it was planned under and today's waivers. Evidence that does not
 * verify, or was not sealed, is `unknown`; whoever is about to seal it gives what it has `read`.
 */
export async function judgeRun(
  run: RunFolder,
  read = readRun(run),
  { now = new Date(), waivers: told }: JudgedWith = {},
): Promise<JudgedRun> {
  const problems = sayProblems(read.problems, run);
  if (read.events.length === 0 && read.run === undefined)
    throw new InfraError(within(run.id, sayNothing(run, read)));
  const folded = runRecord(read.events, read.run);
  const planned = folded.planned.map((one) => ({ ...one, ...withoutEvidence(run, one, read) }));
  const record = {
    ...folded,
    planned,
    problems: [...problems, ...folded.problems, ...cutShort(read, folded)],
  };
  const waivers = told ?? (await loadConfig()).waivers;
  const comparison = read.problems.length === 0 ? await compareWithKept(run, record, read) : undefined;
  const ofRun = ownProofs(ownEvidence(run, record, read));
  const tells = {
    planned,
    evidences: read.suites.map(({ evidence }) => evidence),
    skipped: record.skipped,
    problems: [...record.problems, ...plantedIn(record)],
    compared: comparison?.suites ?? [],
    notApplicable: record.notApplicable,
    ofRun,
  };
  const demands = { policy: policyOf(read.events), demanded: record.demanded, fresh: record.fresh ?? [] };
  const decision = gate({ ...tells, ...demands, waivers, now });
  return { read, record, told: tells, decision, comparison, ofRun };
}

/** What its own evidence is. What is still to be sealed is taken as `belongings` will have it. */
function ownEvidence(run: RunFolder, record: RunRecord, read: ReadRun): OwnEvidence {
  const { whole, suites } = belongings(record, read, () => 'judged');
  const unsealed = () =>
    entriesBelow(run.folder).map(({ path }) => {
      const suite = suites.find(({ folder }) => path.startsWith(`${folder}/`)) ?? whole;
      return { path, timestamp: record.endedAt ?? record.facts.startedAt, ...suite };
    });
  const problems = read.problems.filter(({ kind }) => kind !== 'unsealed');
  const files = read.manifest?.files ?? unsealed();
  return { record, read: { ...read, problems }, files, leaks: findLeaks(read) };
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
