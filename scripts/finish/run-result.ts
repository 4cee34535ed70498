import type { RunFacts, RunStatus } from '../../kernel/run-journal.ts';
import type { Reason } from '../../kernel/judge.ts';
import type { Published } from './publish.ts';
import type { Verdict } from '../../kernel/verdict.ts';

/** What `--json` prints: for machines, stable. Paths are absolute. */
export interface RunResult {
  readonly run: string;
  readonly verdict: Verdict;
  /** Nobody may release on it, whatever the verdict is. */
  readonly rehearsal?: true;
  readonly status: RunStatus;
  /** Only of a run of `detect`. */
  readonly detection?: RunFacts['detection'];
  readonly reasons: readonly Reason[];
  readonly suites: readonly {
    readonly name: string;
    readonly verdict: Verdict;
    readonly checks: number;
    /** Ids of checks that passed, and of which no assertion was seen; only where there are any. */
    readonly unasserted?: readonly string[];
  }[];
  readonly evidence: string;
  readonly report: string;
  /** The digest over the evidence's manifest. */
  readonly digest: string | undefined;
  /** How its publishers fared, in order; only where there are any. */
  readonly published?: readonly Published[];
}
