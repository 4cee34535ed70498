import type { Evidence } from './evidence.ts';
import { nearTo } from './did-you-mean.ts';
import type { Reason } from './judge.ts';
import { isExpired, tooLongFor, waivableOf, type Waiver } from './waiver.ts';

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
): readonly Reason[] {
  return waivers.flatMap((waiver): readonly Reason[] => {
    const evidence = evidences.find(({ suite }) => suite.name === waiver.suite);
    const problem = problemOf(waiver, evidence, now);
    return problem === undefined ? [] : [{ verdict: 'fail', suite: waiver.suite, proves: [], ...problem }];
  });
}

function problemOf(
  waiver: Waiver,
  evidence: Evidence | undefined,
  now: Date,
): Pick<Reason, 'what' | 'observed' | 'fix'> | undefined {
  const { of, owner, created, expires } = waiver;
  if (isExpired(waiver, now))
    return {
      what: `the waiver of ${of} expired on ${expires}`,
      fix: `${owner}: fix what it covers, or have it approved anew`,
    };
  if (Date.parse(created) > now.getTime())
    return {
      what: `the waiver of ${of} is not valid before ${created}`,
      fix: `${owner}: correct \`created\``,
    };
  const long = tooLongFor(waiver, evidence?.findings ?? []);
  if (long !== undefined)
    return {
      what: `the waiver of ${of} waives nothing: its term is too long`,
      observed: long,
      fix: `${owner}: have it approved for a shorter time, or fix what it covers`,
    };
  return evidence === undefined ? undefined : matchesNothing(waiver, evidence);
}

function matchesNothing(
  { of, suite, owner, created }: Waiver,
  evidence: Evidence,
): Pick<Reason, 'what' | 'observed' | 'fix'> | undefined {
  const ran = evidence.ending === 'completed' && Date.parse(created) <= Date.parse(evidence.startedAt);
  const there = waivableOf(evidence);
  if (!ran || there.has(of)) return undefined;
  const [near] = nearTo(of, [...there], 0.3);
  return {
    what: `the waiver of ${of} matches nothing that ${suite} tells`,
    ...(near !== undefined && { observed: `the nearest is ${near}` }),
    fix: `${owner}: take it out of waivers.json if what it covered is mended, else correct \`of\``,
  };
}
