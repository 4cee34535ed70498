import type { SentElsewhere } from '../hosts/elsewhere.ts';
import type { Pace, UserCounts } from './offer-track.ts';
import type { CountedFailure } from '../process/own-failures.ts';
import type { PressureSummary } from '../watch/generator-pressure.ts';

/** Everything that tells whether the load was offered as planned. Pure data: decisions are made from it alone. */
export interface OfferFacts {
  /** Scenarios, or stretches of them, that completed less than they promised, a sentence each. */
  readonly short: readonly string[];
  /** The load was ended on purpose, or was raised until it was not served: what was dropped by then is no problem of its own. */
  readonly mayBeShort: boolean;
  /** Iterations that were to begin each second, on average; undefined without an arrival rate. */
  readonly perSecond: number | undefined;
  readonly dropped: number;
  readonly requests: number;
  readonly users: UserCounts | undefined;
  /** The most users that k6 may make for arrival rates; undefined without one. */
  readonly usersAllowed: number | undefined;
  /** What closed models plan. */
  readonly usersPlanned: number | undefined;
  /** Of the seconds without drops, and of those with. */
  readonly calm: Pace;
  readonly dropping: Pace;
  readonly pressure: PressureSummary;
  /** Cores that k6 may use. */
  readonly cores: number;
  readonly ownFailures: readonly CountedFailure[];
  /** Requests for hosts that are not the target's. */
  readonly elsewhere: readonly SentElsewhere[];
  /** The target's. */
  readonly hosts: readonly string[];
}

/** Who kept the load from being offered; `elsewhere`: some of it was meant for another host. */
export type Culprit = 'generator' | 'users' | 'target' | 'script' | 'elsewhere' | 'unknown';

export interface OfferProblem {
  readonly culprit: Culprit;
  /** A part of a sentence, without a full stop. */
  readonly what: string;
  readonly fix: string;
}
