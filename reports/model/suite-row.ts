import { durationOf, type Check, type Evidence } from '../../kernel/evidence.ts';
import { firstFailuresOf, flakesOf, lastAttempts } from '../../kernel/attempts.ts';
import { assertingNothing, type Decision, type Reason } from '../../kernel/judge.ts';
import type { PlannedRecord } from '../../kernel/run-journal.ts';
import { kindOf, type Kind } from '../../kernel/suite.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { earlier, type RunSummary } from './history.ts';
import type { ReportInput } from './input.ts';
import { warningsOf } from './warnings.ts';
import { findingsOf, type Findings } from './security-findings.ts';
import type { SeriesPoint } from '../load/series.ts';
import { thresholdRows, type ThresholdRow } from './threshold-row.ts';
import type { Sentence } from '../../kernel/sentence.ts';

/** One earlier run of a suite, or this one: what a trend is drawn from. */
export interface TrendPoint {
  readonly run: string;
  readonly at: string;
  readonly verdict: Verdict;
  readonly durationMs: number;
}

/** A planned suite, whether it ran or not. */
export interface SuiteRow {
  readonly name: string;
  readonly kind: Kind;
  /** The anchor of its section. */
  readonly anchor: string;
  readonly title: string;
  readonly owner: string;
  readonly engine: string;
  readonly file: string;
  /** The options of its engine, as they were planned. */
  readonly planned: unknown;
  /** Requirement ids that its thresholds prove. */
  readonly proves: readonly string[];
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly state: 'ran' | 'unavailable' | 'never ran';
  readonly unavailable?: Sentence | undefined;
  /** The last attempt of each check. */
  readonly checks: readonly Check[];
  readonly counts: Counts;
  /** Ids of checks that passed only at a further attempt. */
  readonly flakes: readonly string[];
  /** Ids of checks that failed at their first attempt. */
  readonly firstFailures: readonly string[];
  /** Ids of checks that are in quarantine. */
  readonly quarantined: readonly string[];
  /** Ids of checks that passed, and of which no assertion was seen. */
  readonly unasserted: readonly string[];
  readonly thresholds: readonly ThresholdRow[];
  readonly durationMs?: number | undefined;
  /** Oldest first, this run last. */
  readonly trend: readonly TrendPoint[];
  readonly rerun: string;
  /** Below the run's evidence folder. */
  readonly folder: string;
  readonly evidence?: Evidence | undefined;
  readonly series?: readonly SeriesPoint[] | undefined;
  readonly findings: Findings;
  /** What it could not look at, or its evidence lacks, in sentences. */
  readonly warnings: readonly string[];
  /** How the load of all suites compares with the baselines. */
  readonly comparison?: ReportInput['comparison'];
}

export interface Counts {
  readonly passed: number;
  /** Without those that are waived. */
  readonly failed: number;
  /** Or passed only at a further attempt, in quarantine. */
  readonly waived: number;
  readonly skipped: number;
  /** What the suite declares at least. */
  readonly expected: number;
}

const LONGEST_TREND = 12;

export function suiteRows(input: ReportInput): readonly SuiteRow[] {
  const evidences = new Map<string, Evidence>(input.evidences.map((one) => [one.suite.name, one]));
  const { id, startedAt } = input.run.facts;
  const runs = earlier(input.previous ?? [], id, startedAt);
  return input.run.planned.map((planned) => rowOf(planned, evidences.get(planned.suite.name), input, runs));
}

function rowOf(
  planned: PlannedRecord,
  evidence: Evidence | undefined,
  input: ReportInput,
  runs: readonly RunSummary[],
): SuiteRow {
  const { suite } = planned;
  const { name } = suite;
  const decision: Decision = input.decisions.get(name) ?? { verdict: 'unknown', reasons: [] };
  const checks = lastAttempts(evidence?.checks ?? []);
  const durationMs = evidence && durationOf(evidence);
  return {
    name,
    kind: kindOf(name),
    anchor: anchorOf(name),
    title: suite.title,
    owner: suite.owner,
    engine: suite.engine,
    file: planned.file,
    planned: suite.options,
    proves: suite.proves,
    verdict: decision.verdict,
    reasons: decision.reasons,
    state: evidence ? 'ran' : planned.unavailable === undefined ? 'never ran' : 'unavailable',
    unavailable: planned.unavailable,
    checks,
    counts: countsOf(checks, decision.reasons, suite.expects.checks),
    flakes: flakesOf(evidence?.checks ?? []),
    firstFailures: firstFailuresOf(evidence?.checks ?? []),
    quarantined: decision.quarantined ?? [],
    unasserted: evidence ? assertingNothing(evidence) : [],
    thresholds: thresholdRows(suite, evidence, decision.limits),
    durationMs,
    trend: trendOf(name, runs, input, decision.verdict, durationMs),
    rerun: planned.rerun ?? rerunOf(planned, input.run.facts),
    folder: [kindOf(name), planned.toolKind, name.slice(name.indexOf('/') + 1)].join('/'),
    evidence,
    series: input.series?.get(name),
    findings: findingsOf({ name, evidence }, input),
    warnings: warningsOf(evidence),
    comparison: input.comparison,
  };
}

export function anchorOf(name: string): string {
  return `suite-${name.replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function countsOf(checks: readonly Check[], reasons: readonly Reason[], expected: number): Counts {
  const excused = new Set(reasons.filter(({ verdict }) => verdict === 'waived').map(({ check }) => check));
  const waived = checks.filter(({ id }) => excused.has(id)).length;
  const of = (outcome: Check['outcome']) =>
    checks.filter((check) => check.outcome === outcome && !excused.has(check.id)).length;
  return { passed: of('passed'), failed: of('failed'), waived, skipped: of('skipped'), expected };
}

/**
 * Of a plan that does not say it: a suite by its name; a plain file, which has no definition, by its path. With a planted
 * defect, only `detect` does.
 */
function rerunOf({ suite, file }: PlannedRecord, facts: ReportInput['run']['facts']): string {
  if (facts.detection !== undefined) return facts.command;
  const what = file.endsWith('.suite.ts') || file.endsWith('.experiment.ts') ? suite.name : pathOf(file);
  return `./harness run ${what} --env ${facts.environment.name}`;
}

function pathOf(file: string): string {
  return /^(\/|\.\.?\/)/.test(file) ? file : `./${file}`;
}

function trendOf(
  name: string,
  runs: readonly RunSummary[],
  input: ReportInput,
  verdict: Verdict,
  durationMs: number | undefined,
): readonly TrendPoint[] {
  const past = runs.flatMap(({ id, started, suites }) => {
    const suite = suites[name];
    return suite === undefined ? [] : [{ run: id, at: started, ...suite }];
  });
  const { id, startedAt } = input.run.facts;
  const now = { run: id, at: startedAt, verdict, durationMs: durationMs ?? 0 };
  return [...past.slice(0, LONGEST_TREND - 1).reverse(), now];
}
