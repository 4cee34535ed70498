import type { Evidence } from '../../kernel/evidence.ts';
import type { Decision, Policy, Waiver } from '../../kernel/gate.ts';
import type { FreshRun } from '../../kernel/policy.ts';
import type { LeftOut } from '../../kernel/select.ts';
import type { KindDefinition } from '../../kernel/kind.ts';
import type { Aspect, Requirements } from '../../kernel/requirement.ts';
import type { OwnProof } from '../../kernel/requirement-states.ts';
import type { PlannedRecord, RunFacts, RunStatus } from '../../kernel/run-journal.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import type { Comparison } from '../load/comparison.ts';
import type { Detection } from '../detection/detection.ts';
import type { Mutation } from '../detection/mutants/mutation.ts';
import type { RunSummary } from './history.ts';
import type { SeriesPoint } from '../load/series.ts';

/** What the run's journal says, folded. Whatever a killed run never got to write is undefined or empty. */
export interface RunRecord {
  readonly facts: Omit<RunFacts, 'process' | 'work'>;
  readonly status: RunStatus | 'running';
  /** Never before `facts.startedAt`. */
  readonly endedAt?: string | undefined;
  /** By a clock that never jumps; where it is absent, the difference of the two has to do. */
  readonly durationMs?: number | undefined;
  readonly planned: readonly PlannedRecord[];
  /** The aspects that the policy demanded when the run was planned; undefined of runs of before there were any. */
  readonly demanded?: readonly Aspect[] | undefined;
  /** By requirement or aspect: why it does not apply in the environment. */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  readonly skipped: readonly LeftOut[];
  /** The whole runs of other stages that its policy asks for, where there were any. */
  readonly fresh?: readonly FreshRun[];
  readonly tools: readonly { readonly name: string; readonly version: string; readonly source: string }[];
  readonly target?: TargetFacts | undefined;
  /** What went wrong with the run itself. */
  readonly problems: readonly Sentence[];
  readonly warnings: readonly Sentence[];
  readonly peakMemoryMb?: number | undefined;
}

/** Why nothing is known of the target. */
export function whyNoTarget({ planned }: Pick<RunRecord, 'planned'>): string {
  const isNeeded = planned.length === 0 || planned.some(({ needs }) => needs === undefined);
  return isNeeded ? 'never came up' : 'none was needed';
}

export interface TargetFacts {
  readonly name: string;
  readonly version: string;
  readonly commit?: string | undefined;
  readonly urls: Readonly<Record<string, string>>;
  readonly warmUpMs: number;
  /** It was not started for the run: `warmUpMs` tells nothing. */
  readonly elsewhere?: true | undefined;
}

/** `shop 4.12.0 (abc1234def)`. */
export function sayTarget({ name, version, commit }: TargetFacts): string {
  return `${name} ${version}${commit === undefined ? '' : ` (${commit.slice(0, 10)})`}`;
}

/** How a publisher fared that was to have the run, as is noted beside its evidence. */
export interface PublisherOutcome {
  readonly publisher: string;
  /** `due`: it has not had the run yet. */
  readonly outcome: 'published' | 'failed' | 'due';
  /** Where it went, or why it did not. */
  readonly what?: string;
}

/** Everything that a report may say, as plain data. */
export interface ReportInput {
  readonly run: RunRecord;
  readonly evidences: readonly Evidence[];
  /** The gate's. */
  readonly decision: Decision;
  /** By suite name. */
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  readonly catalogue: Requirements;
  /** By aspect: what the run's own evidence says. */
  readonly ofRun?: ReadonlyMap<string, OwnProof> | undefined;
  /** The kinds of suites that there are. `build.ts` finds them. */
  readonly kinds: readonly KindDefinition[];
  /** Summaries of earlier runs, in any order. */
  readonly previous?: readonly RunSummary[];
  /** By suite name: the load over time of suites that attached a `timeseries.json`. `build.ts` reads them. */
  readonly series?: ReadonlyMap<string, readonly SeriesPoint[]>;
  /** How the load compares with its baselines. `build.ts` reads it. */
  readonly comparison?: Comparison | undefined;
  /** The newest whole detection of the same commit. */
  readonly detection?: Detection | undefined;
  /** The newest sample of mutants of the same commit that was tried whole. */
  readonly mutation?: Mutation | undefined;
  /** False where evidence was changed or cannot be read: then no digest is told. */
  readonly verifies?: boolean;
  /** The digest over the evidence, and the command that checks it. */
  readonly digest?: { readonly value: string; readonly verify: string } | undefined;
  readonly diskBytes?: number | undefined;
  readonly publishers?: readonly PublisherOutcome[] | undefined;
  readonly now: Date;
}
