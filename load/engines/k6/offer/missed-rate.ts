import { lasted, PRESSED_FIX, sayShares } from '../watch/generator-pressure.ts';
import { milliseconds, round, seconds } from '../watch/numbers.ts';
import type { OfferReadings, Shortfall } from './offer-facts.ts';

/** A hundredth of the iterations; they are the ones of the worst moments, of which the rest then says nothing. */
const DROPPED_AT_MOST = 0.01;
/** A short load may miss that many in its first second, while k6 makes users. */
const HANDFUL = 5;

/** An arrival rate that was not kept up, with its cause. Nothing when it was. */
export function missedRate(readings: OfferReadings): readonly Shortfall[] {
  const { short, dropped, pressure, mayBeShort } = readings;
  const isStarved = lasted(pressure.fullDroppingMs, pressure);
  const isLeaky = !mayBeShort && dropped > HANDFUL;
  const isMissed = (isStarved || isLeaky) && droppedShare(readings) > DROPPED_AT_MOST;
  if (short.length === 0 && !isMissed) return [];
  const missed = [
    ...short,
    ...(dropped > 0 ? [`k6 dropped ${dropped} of ${plannedWith(readings)} iterations`] : []),
  ].join('; ');
  const { culprit, what, fix } = causeOf(readings);
  return [{ culprit, what: `${missed}: ${what}`, fix }];
}

function droppedShare(readings: OfferReadings): number {
  return readings.dropped / Math.max(1, plannedWith(readings));
}

/** Iterations that ended, and those that should have begun. */
function plannedWith({ dropped, calm, dropping }: OfferReadings): number {
  return dropped + calm.iterations + dropping.iterations;
}

function causeOf(readings: OfferReadings): Shortfall {
  const { pressure, users, usersAllowed, dropped } = readings;
  if (lasted(pressure.fullMs, pressure)) return outOfCpu(readings);
  if (dropped === 0 || users === undefined || usersAllowed === undefined) return noCause(readings);
  if (users.madeInTheEnd >= usersAllowed) return noFreeUsers(readings);
  const made = users.madeInTheEnd - users.madeAtFirst;
  return {
    culprit: 'users',
    what: `k6 had ${users.madeAtFirst} users at first, and had to make ${made} more while the load ran, for each of which it drops an iteration`,
    fix: `raise preAllocatedVUs to ${users.madeInTheEnd + 1} or more`,
  };
}

function outOfCpu(readings: OfferReadings): Shortfall {
  const { pressure, cores, users, dropped, usersAllowed = Infinity } = readings;
  const { fullMs, watchedMs } = pressure;
  const shares = sayShares(pressure, `${round(cores)} cores`);
  const isExhausted = dropped > 0 && (users?.madeInTheEnd ?? 0) >= usersAllowed;
  const also = isExhausted ? `, and ${busyUsers(readings)}` : madeMeanwhile(readings);
  return {
    culprit: 'generator',
    what: `the generator was out of CPU for ${seconds(fullMs)} of ${seconds(watchedMs)}: ${shares}${also}`,
    fix: PRESSED_FIX + (isExhausted ? `; then, if users are still missing, ${moreUsers(readings)}` : ''),
  };
}

/** A target or a script that takes its time needs more users, which costs drops of its own. */
function madeMeanwhile({ users }: OfferReadings): string {
  const made = users === undefined ? 0 : users.madeInTheEnd - users.madeAtFirst;
  return made > 0 ? `, and had to make ${made} users while the load ran` : '';
}

/** All users were busy, and the generator was not: either the target was slow, or the script waits by itself. */
function noFreeUsers(readings: OfferReadings): Shortfall {
  const { dropping, calm } = readings;
  const requestMs = average(dropping.requestMs, dropping.requests);
  const calmMs = average(calm.requestMs, calm.requests);
  const hasSlowed = calmMs > 0 && requestMs > 2 * calmMs;
  const waits = dropping.requestMs <= dropping.iterationMs / 2 && !hasSlowed;
  if (waits) {
    const what = `${busyUsers(readings)}, most of which the script itself waits`;
    return { culprit: 'script', what, fix: moreUsers(readings) };
  }
  const before = calmMs > 0 ? ` (${milliseconds(calmMs)} while nothing was dropped)` : '';
  return {
    culprit: 'target',
    what: `${busyUsers(readings)}; the target was slow and the generator was not: a request took ${milliseconds(requestMs)}${before}`,
    fix: `find out why the target is slow, or lower the rate to what it can take; to offer the rate all the same, ${moreUsers(readings)}`,
  };
}

function busyUsers(readings: OfferReadings): string {
  const took = iterationMs(readings);
  const how = took > 0 ? `while iterations took ${milliseconds(took)}` : 'and no iteration ended meanwhile';
  return `all ${readings.usersAllowed ?? 0} users were busy ${how}`;
}

/** Little's law: as many users are busy as iterations begin a second, times the seconds that each takes. */
function moreUsers(readings: OfferReadings): string {
  const { perSecond = 0, usersAllowed = 0 } = readings;
  const needed = Math.ceil((perSecond * iterationMs(readings)) / 1000);
  return `raise preAllocatedVUs and maxVUs to ${Math.max(needed, usersAllowed + 1)} or more`;
}

function iterationMs({ dropping }: OfferReadings): number {
  return average(dropping.iterationMs, dropping.iterations);
}

function noCause({ pressure, dropped }: OfferReadings): Shortfall {
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
