import type { Evidence } from './evidence.ts';
import { nearTo } from './did-you-mean.ts';
import type { Reason } from './judge.ts';
import { quarantineIn, type Policy } from './policy.ts';
import { isExpired, tooLongFor, tooLongInQuarantine, waivableOf, type Waiver } from './waiver.ts';

/**
 * The waivers that keep a run from passing: one that has expired, is not valid yet, is too long for the critical finding that it
 * waives, or matches nothing of its suite. Each is named, so that nobody wonders why what it covered fails now, and none outlives
 * what it was made for. Of a suite that was not part of the run, or broke, nothing is known; nor was one that was made
 * after a run meant for it.
 */
export function judgeWaivers(
  waivers: readonly Waiver[],
  evidences: readonly Evidence[],
  now: Date,
  policy: Pick<Policy, 'quarantine'> = {},
): readonly Reason[] {
  const most = quarantineIn(policy);
  const own = waivers.flatMap((waiver): readonly Reason[] => {
    const evidence = evidences.find(({ suite }) => suite.name === waiver.suite);
    const problem = problemOf(waiver, evidence, now, most.days);
    return problem === undefined ? [] : [{ verdict: 'fail', suite: waiver.suite, proves: [], ...problem }];
  });
  return [...own, ...tooMany(waivers, now, most.checks)];
}

/** Those that let something through: no quarantine that is longer than the policy allows. */
export function inForce(waivers: readonly Waiver[], policy: Pick<Policy, 'quarantine'>): readonly Waiver[] {
  const { days } = quarantineIn(policy);
  return waivers.filter((waiver) => tooLongInQuarantine(waiver, days) === undefined);
}

/** Whatever suites ran: a project that quarantines what it does not mend knows less with each. */
function tooMany(waivers: readonly Waiver[], now: Date, most: number): readonly Reason[] {
  const held = waivers.filter((waiver) => waiver.flaky === true && !isExpired(waiver, now));
  if (held.length <= most) return [];
  return [
    {
      verdict: 'fail',
      what: 'more checks are in quarantine than the policy allows',
      expected: `at most ${most}`,
      observed: `${held.length}: ${held.map(({ of, suite }) => `${suite}: ${of}`).join('; ')}`,
      proves: [],
      fix: 'mend some of them and take them out of waivers.json, or take out a check that nobody mends',
    },
  ];
}

function problemOf(
  waiver: Waiver,
  evidence: Evidence | undefined,
  now: Date,
  mostDays: number,
): Pick<Reason, 'what' | 'observed' | 'fix'> | undefined {
  const { owner, created, expires } = waiver;
  const name = nameOf(waiver);
  if (isExpired(waiver, now))
    return {
      what: `${name} expired on ${expires}`,
      fix: `${owner}: fix what it covers, or have it approved anew`,
    };
  if (Date.parse(created) > now.getTime())
    return {
      what: `${name} is not valid before ${created}`,
      fix: `${owner}: correct \`created\``,
    };
  const long = tooLongFor(waiver, evidence?.findings ?? []) ?? tooLongInQuarantine(waiver, mostDays);
  if (long !== undefined)
    return {
      what: `${name} waives nothing: its term is too long`,
      observed: long,
      fix: `${owner}: have it approved for a shorter time, or fix what it covers`,
    };
  return evidence === undefined ? undefined : matchesNothing(waiver, evidence);
}

function nameOf({ of, flaky }: Waiver): string {
  return `the ${flaky === true ? 'quarantine' : 'waiver'} of ${of}`;
}

function matchesNothing(
  waiver: Waiver,
  evidence: Evidence,
): Pick<Reason, 'what' | 'observed' | 'fix'> | undefined {
  const { of, suite, owner, created, flaky } = waiver;
  const ran = evidence.ending === 'completed' && Date.parse(created) <= Date.parse(evidence.startedAt);
  const there = waivableOf(flaky === true ? { ...evidence, findings: [] } : evidence);
  if (!ran || there.has(of)) return undefined;
  const [near] = nearTo(of, [...there], 0.3);
  return {
    what: `${nameOf(waiver)} matches nothing that ${suite} tells`,
    ...(near !== undefined && { observed: `the nearest is ${near}` }),
    fix: `${owner}: take it out of waivers.json if what it covered is mended, else correct \`of\``,
  };
}
