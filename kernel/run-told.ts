import type { Evidence } from './evidence.ts';
import type { Decision, Planned } from './judge.ts';
import type { OwnProof } from './requirement-states.ts';
import type { LeftOut } from './select.ts';
import type { Sentence } from './sentence.ts';

/** A load suite against its baseline. */
export interface Compared {
  readonly suite: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
}

/** What one run tells. */
export interface RunTold {
  /** Of a run that is judged together with others: its reasons name it. */
  readonly id?: string;
  readonly planned: readonly Planned[];
  readonly evidences: readonly Evidence[];
  /** Problems of the run itself: a target that did not start, an undo that failed. Each is an `unknown`. */
  readonly problems?: readonly Sentence[];
  /** Suites that were left out of the plan, and why. */
  readonly skipped?: readonly LeftOut[];
  /** How its load suites compare with their baselines; those without one are absent. */
  readonly compared?: readonly Compared[];
  /** By requirement or aspect: why it does not apply in this environment. */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  /** By aspect: what the run's own evidence says. */
  readonly ofRun?: ReadonlyMap<string, OwnProof> | undefined;
}

/** A run's evidence and what became of its suites. */
export interface JudgedTold extends RunTold {
  /** By suite name. */
  readonly decisions: ReadonlyMap<string, Decision>;
}
