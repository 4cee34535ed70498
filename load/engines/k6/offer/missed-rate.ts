import { lasted, PRESSED_FIX, sayShares } from '../watch/generator-pressure.ts';
import { milliseconds, round, seconds } from '../watch/numbers.ts';
import type { OfferFacts, OfferProblem } from './offer-facts.ts';

/** A hundredth of the iterations; they are the ones of the worst moments, of which the rest then says nothing. */
const DROPPED_AT_MOST = 0.01;
/** A short load may miss that many in its first second, while k6 makes users. */
const HANDFUL = 5;

/** An arrival rate that was not kept up, with its cause. Nothing when it was. */
export function missedRate(facts: OfferFacts): readonly OfferProblem[] {
  const { short, dropped, pressure, mayBeShort } = facts;
  const isStarved = lasted(pressure.fullDroppingMs, pressure);
  const isLeaky = !mayBeShort && dropped > HANDFUL;
  const isMissed = (isStarved || isLeaky) && droppedShare(facts) > DROPPED_AT_MOST;
  if (short.length === 0 && !isMissed) return [];
  const missed = [
    ...short,
    ...(dropped > 0 ? [`k6 dropped ${dropped} of ${plannedWith(facts)} iterations`] : []),
  ].join('; ');
  const { culprit, what, fix } = causeOf(facts);
  return [{ culprit, what: `${missed}: ${what}`, fix }];
}

function droppedShare(facts: OfferFacts): number {
  return facts.dropped / Math.max(1, plannedWith(facts));
}

/** Iterations that ended, and those that should have begun. */
function plannedWith({ dropped, calm, dropping }: OfferFacts): number {
  return dropped + calm.iterations + dropping.iterations;
}

function causeOf(facts: OfferFacts): OfferProblem {
  const { pressure, users, usersAllowed, dropped } = facts;
  if (lasted(pressure.fullMs, pressure)) return outOfCpu(facts);
  if (dropped === 0 || users === undefined || usersAllowed === undefined) return noCause(facts);
  if (users.madeInTheEnd >= usersAllowed) return noFreeUsers(facts);
  const made = users.madeInTheEnd - users.madeAtFirst;
  return {
    culprit: 'users',
    what: `k6 had ${users.madeAtFirst} users at first, and had to make ${made} more while the load ran, for each of which it drops an iteration`,
    fix: `raise preAllocatedVUs to ${users.madeInTheEnd + 1} or more`,
  };
}

function outOfCpu(facts: OfferFacts): OfferProblem {
  const { pressure, cores, users, dropped, usersAllowed = Infinity } = facts;
  const { fullMs, watchedMs } = pressure;
  const shares = sayShares(pressure, `${round(cores)} cores`);
  const isExhausted = dropped > 0 && (users?.madeInTheEnd ?? 0) >= usersAllowed;
  const also = isExhausted ? `, and ${busyUsers(facts)}` : madeMeanwhile(facts);
  return {
    culprit: 'generator',
    what: `the generator was out of CPU for ${seconds(fullMs)} of ${seconds(watchedMs)}: ${shares}${also}`,
    fix: PRESSED_FIX + (isExhausted ? `; then, if users are still missing, ${moreUsers(facts)}` : ''),
  };
}

/** A target or a script that takes its time needs more users, which costs drops of its own. */
function madeMeanwhile({ users }: OfferFacts): string {
  const made = users === undefined ? 0 : users.madeInTheEnd - users.madeAtFirst;
  return made > 0 ? `, and had to make ${made} users while the load ran` : '';
}

/** All users were busy, and the generator was not: either the target was slow, or the script waits by itself. */
function noFreeUsers(facts: OfferFacts): OfferProblem {
  const { dropping, calm } = facts;
  const requestMs = average(dropping.requestMs, dropping.requests);
  const calmMs = average(calm.requestMs, calm.requests);
  const hasSlowed = calmMs > 0 && requestMs > 2 * calmMs;
  const waits = dropping.requestMs <= dropping.iterationMs / 2 && !hasSlowed;
  if (waits) {
    const what = `${busyUsers(facts)}, most of which the script itself waits`;
    return { culprit: 'script', what, fix: moreUsers(facts) };
  }
  const before = calmMs > 0 ? ` (${milliseconds(calmMs)} while nothing was dropped)` : '';
  return {
    culprit: 'target',
    what: `${busyUsers(facts)}; the target was slow and the generator was not: a request took ${milliseconds(requestMs)}${before}`,
    fix: `find out why the target is slow, or lower the rate to what it can take; to offer the rate all the same, ${moreUsers(facts)}`,
  };
}

function busyUsers(facts: OfferFacts): string {
  const took = iterationMs(facts);
  const how = took > 0 ? `while iterations took ${milliseconds(took)}` : 'and no iteration ended meanwhile';
  return `all ${facts.usersAllowed ?? 0} users were busy ${how}`;
}

/** Little's law: as many users are busy as iterations begin a second, times the seconds that each takes. */
function moreUsers(facts: OfferFacts): string {
  const { perSecond = 0, usersAllowed = 0 } = facts;
  const needed = Math.ceil((perSecond * iterationMs(facts)) / 1000);
  return `raise preAllocatedVUs and maxVUs to ${Math.max(needed, usersAllowed + 1)} or more`;
}

function iterationMs({ dropping }: OfferFacts): number {
  return average(dropping.iterationMs, dropping.iterations);
}

function noCause({ pressure, dropped }: OfferFacts): OfferProblem {
  const cpu =
    pressure.watchedMs === 0
      ? "the generator's CPU was not measured"
      : `the generator had CPU to spare${dropped === 0 ? ' and k6 dropped nothing' : ''}`;
  return {
    culprit: 'unknown',
    what: `${cpu}; what still ran at the end was cut off, or k6 stood still`,
    fix: 'see k6.log.ndjson; raise preAllocatedVUs and maxVUs, and gracefulStop beyond the longest iteration',
  };
}

function average(sum: number, count: number): number {
  return count > 0 ? sum / count : 0;
}
