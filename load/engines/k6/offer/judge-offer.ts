import type { Recorder } from '../../../../kernel/recorder.ts';
import { type LoadCheck, notJudged } from '../load-check.ts';
import type { Plan } from '../plan.ts';
import { offeredStages } from '../profile/offered-stages.ts';
import { type CountedFailure, seenByEither } from '../process/own-failures.ts';
import { coresAllowed } from '../watch/allowance.ts';
import { missedStretches, type OfferedLoad } from './missed-iterations.ts';
import type { Culprit, OfferFacts, OfferProblem } from './offer-facts.ts';
import type { OfferWatch } from './offer-watch.ts';
import { allowedUsers, peakRate, plannedUsers } from './planned-load.ts';
import { offerProblems } from './offer-problems.ts';

export interface OfferEvidence {
  readonly offer: OfferWatch;
  readonly loggedFailures: readonly CountedFailure[];
  readonly load: OfferedLoad | undefined;
  /** What stopped the load early, on purpose. */
  readonly abortedBy: string | undefined;
}

/**
 * Why the load was not offered as planned, to be asked before any threshold. A load that was stopped on purpose may be short, and
 * one that is raised until it is not served is meant to be: then only what was sent elsewhere, failures of our own and a pressed
 * generator, or the former two alone, count. A generator that is pressed while the load is raised makes its steps undecided.
 */
export function judgeOffer(
  plan: Pick<Plan, 'scenarios' | 'judged' | 'hosts'>,
  evidence: OfferEvidence,
): readonly OfferProblem[] {
  const facts = factsOf(plan, evidence);
  if (plan.judged === 'by step')
    return offerProblems({ ...facts, ...MEANT_TO_BE_SHORT, pressure: UNPRESSED });
  return offerProblems(evidence.abortedBy === undefined ? facts : { ...facts, ...MEANT_TO_BE_SHORT });
}

const MEANT_TO_BE_SHORT = { short: [], mayBeShort: true, usersPlanned: undefined } as const;
const UNPRESSED = {
  watchedMs: 0,
  fullMs: 0,
  fullDroppingMs: 0,
  memoryFullMs: 0,
  k6Ratio: undefined,
  machineRatio: undefined,
} as const;

function factsOf(
  { scenarios, hosts }: Pick<Plan, 'scenarios' | 'hosts'>,
  evidence: OfferEvidence,
): OfferFacts {
  const { offer, load, loggedFailures } = evidence;
  const { track, pressure } = offer;
  const offered = offeredStages(scenarios);
  return {
    short: [...(load?.short ?? []), ...missedStretches(offer.begun.all())],
    mayBeShort: false,
    perSecond: peakRate(offered),
    dropped: track.dropped,
    requests: track.requests,
    users: track.users(),
    usersAllowed: allowedUsers(scenarios),
    usersPlanned: plannedUsers(offered),
    ...track.paces(),
    pressure,
    cores: coresAllowed(),
    ownFailures: seenByEither(track.ownFailures.all(), loggedFailures),
    elsewhere: offer.elsewhere.all(),
    hosts,
  };
}

/** For the report: how hard the generator had to work, and what was missed. */
export function recordOffer(recorder: Recorder, offer: OfferWatch, problems: readonly OfferProblem[]): void {
  const { dropped, requests } = offer.track;
  recorder.event('load-offer', {
    dropped,
    requests,
    users: offer.track.users(),
    generator: offer.pressure,
    shortfalls: problems,
  });
}

/**
 * The checks as far as they count. Limits mean something only under the load that they were set for: where it was not offered they
 * are skipped. But a step whose limits broke under less than its load would have broken them under all of it: that it failed is known,
 * unless nobody can say what kept the load away. A generator out of breath, or one that cannot open a connection, spoils answers
 * too, and so does a load that went elsewhere: then nothing of its says anything.
 */
export function judgedChecks(
  checks: readonly LoadCheck[],
  problems: readonly OfferProblem[],
): readonly LoadCheck[] {
  if (problems.length === 0) return checks;
  const isFault = (of: Culprit) => problems.some(({ culprit }) => culprit === of);
  const counts = ({ says, check }: LoadCheck): boolean => {
    if (isFault('generator') || isFault('elsewhere') || says === 'threshold') return false;
    return says !== 'step' || (check.outcome === 'failed' && !isFault('unknown'));
  };
  return checks.map((one) => (counts(one) ? one : notJudged(one, 'the load was not offered')));
}
