import type { Recorder } from '../../../../kernel/recorder.ts';
import type { Plan } from '../plan.ts';
import { offeredStages } from '../profile/offered-stages.ts';
import { coresAllowed } from '../watch/allowance.ts';
import { allowedUsers } from './allowed-users.ts';
import { missedStretches } from './missed-stretches.ts';
import type { OfferReadings, Shortfall } from './offer-readings.ts';
import type { OfferWatch } from './offer-watch.ts';
import type { OfferedLoad } from './offered.ts';
import { type CountedFailure, seenByEither } from './own-failures.ts';
import { plannedUsers } from './planned-users.ts';
import { shortfallsOf } from './shortfalls.ts';

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
): readonly Shortfall[] {
  const readings = readingsOf(plan, evidence);
  if (plan.judged === 'by step') return shortfallsOf({ ...readings, ...KEPT, pressure: UNPRESSED });
  return shortfallsOf(evidence.abortedBy === undefined ? readings : { ...readings, ...KEPT });
}

const KEPT = { short: [], mayBeShort: true, usersPlanned: undefined } as const;
const UNPRESSED = {
  watchedMs: 0,
  fullMs: 0,
  fullDroppingMs: 0,
  memoryFullMs: 0,
  k6Ratio: undefined,
  machineRatio: undefined,
} as const;

function readingsOf(
  { scenarios, hosts }: Pick<Plan, 'scenarios' | 'hosts'>,
  evidence: OfferEvidence,
): OfferReadings {
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

/** Of all arrival rates together, each at its highest; undefined without one. */
function peakRate(offered: ReturnType<typeof offeredStages>): number | undefined {
  const rates = offered.filter(({ unit }) => unit === 'iterations/s');
  if (rates.length === 0) return undefined;
  const peaks = rates.map(({ stages }) => Math.max(...stages.flatMap(({ from, target }) => [from, target])));
  return peaks.reduce((sum, peak) => sum + peak, 0);
}

/** For the report: how hard the generator had to work, and what was missed. */
export function recordOffer(recorder: Recorder, offer: OfferWatch, shortfalls: readonly Shortfall[]): void {
  const { dropped, requests } = offer.track;
  recorder.event('load-offer', {
    dropped,
    requests,
    users: offer.track.users(),
    generator: offer.pressure,
    shortfalls,
  });
}
