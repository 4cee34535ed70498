import type { Policy, Waiver } from '../../kernel/gate.ts';
import type { ShownKind } from '../../kernel/kind.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { DecidingRow } from './deciding-row.ts';
import type { PublisherOutcome, ReportInput, RunRecord } from './input.ts';
import type { AreaRow } from './requirement-area.ts';
import type { RequirementSum } from './requirement-sum.ts';
import type { SuiteRow } from './suite-row.ts';

export interface WaiverRow extends Waiver {
  /** Negative once it has expired. */
  readonly daysLeft: number;
  /** Whether it let something of this run pass. */
  readonly used: boolean;
  /** Of a quarantine: how its check fared in this run. */
  readonly fared?: string;
}

export interface Totals {
  readonly passed: number;
  /** Without those that are waived. */
  readonly failed: number;
  readonly waived: number;
  readonly skipped: number;
  /** Passed only at a further attempt. */
  readonly flaky: number;
  /** Failed at their first attempt, those that passed later included. */
  readonly firstFailures: number;
  /** Checks of this run that are in quarantine. */
  readonly quarantined: number;
  readonly thresholds: number;
  readonly requirements: RequirementSum;
  readonly aspects: RequirementSum;
}

/** Everything a report says, in the order in which it says it. Plain data. */
export interface RunReport {
  readonly run: RunRecord;
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly durationMs?: number | undefined;
  /** Failures and unknowns first, then what was waived. */
  readonly decides: readonly DecidingRow[];
  readonly waivers: readonly WaiverRow[];
  readonly suites: readonly SuiteRow[];
  /** All kinds that there are, and those that only this run has suites of, in the order in which they are shown. */
  readonly kinds: readonly ShownKind[];
  readonly areas: readonly AreaRow[];
  readonly totals: Totals;
  readonly policy: Policy;
  /** How the load compares with its baselines, where that was asked for or there are any. */
  readonly comparison?: ReportInput['comparison'];
  /** How well the suites notice planted defects, where that was tried for the same commit. */
  readonly detection?: ReportInput['detection'];
  /** How well they notice changes of its source by chance, alike. */
  readonly mutation?: ReportInput['mutation'];
  readonly digest?: ReportInput['digest'];
  readonly verifies: boolean;
  readonly diskBytes?: number | undefined;
  readonly publishers: readonly PublisherOutcome[];
  readonly now: Date;
}
