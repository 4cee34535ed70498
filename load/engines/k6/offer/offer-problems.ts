import type { CountedFailure } from '../process/own-failures.ts';
import { lasted } from '../watch/generator-pressure.ts';
import { round, seconds } from '../watch/numbers.ts';
import { missedRate } from './missed-rate.ts';
import type { OfferFacts, OfferProblem } from './offer-facts.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

/** More than one request in a thousand that never left is an error rate of its own. */
const OWN_FAILURES_AT_MOST = 0.001;
const USERS_AT_LEAST = 0.95;

/** Why the load was not offered as planned; empty when it was. Then, and only then, thresholds mean something. Pure. */
export function offerProblems(facts: OfferFacts): readonly OfferProblem[] {
  return [
    ...sentElsewhere(facts),
    ...facts.ownFailures.flatMap((failure) => ownFailures(failure, facts)),
    ...missedRate(facts),
    ...missedUsers(facts),
    ...outOfMemory(facts),
  ];
}

/** One sentence for the verdict: everything that was missed, then everything to do about it. Empty when nothing was. */
export function sayOfferProblems(problems: readonly OfferProblem[]): readonly Sentence[] {
  if (problems.length === 0) return [];
  const what = [...new Set(problems.map((one) => one.what))].join('; ');
  const fixes = [...new Set(problems.map((one) => one.fix))].join('; ');
  return [{ what: `the load was not offered: ${what}.`, fix: `${fixes}.` }];
}

/** One request is enough: what another host answered says nothing of the target, and nobody has allowed a load there. */
function sentElsewhere({ elsewhere, hosts }: OfferFacts): readonly OfferProblem[] {
  const own = hosts.join(', ');
  const sentence = (found: OfferFacts['elsewhere'], end: string): readonly OfferProblem[] => {
    if (found.length === 0) return [];
    const sum = found.reduce((total, { requests }) => total + requests, 0);
    const what = `${sum} ${sum === 1 ? 'request was' : 'requests were'} for another host than the target's (${own})`;
    const named = found.map(({ host, requests }) => `${host} (${requests})`).join(', ');
    return [{ culprit: 'elsewhere', what: `${what}, and ${end}: ${named}`, fix: ELSEWHERE_FIX }];
  };
  const [stopped, sent] = [true, false].map((wanted) => elsewhere.filter((one) => one.stopped === wanted));
  return [
    ...sentence(stopped ?? [], 'k6 was kept from sending them'),
    ...sentence(sent ?? [], 'they were sent'),
  ];
}

const ELSEWHERE_FIX =
  'keep links and redirects on the target\'s own hosts; name a host that belongs to it in the "urls" of an environment';

function ownFailures(failure: CountedFailure, { requests }: OfferFacts): readonly OfferProblem[] {
  const { count, what, example, fix } = failure;
  const all = Math.max(requests, count);
  if (count / all <= OWN_FAILURES_AT_MOST) return [];
  const told = `${count} of ${all} requests never left the generator: ${what} (${example})`;
  return [{ culprit: 'generator', what: told, fix }];
}

function missedUsers({ users, usersPlanned, pressure, cores }: OfferFacts): readonly OfferProblem[] {
  if (users === undefined || usersPlanned === undefined) return [];
  if (users.mostBusy + 1 > usersPlanned * USERS_AT_LEAST) return [];
  const isFull = lasted(pressure.fullMs, pressure);
  const why = isFull ? `: the generator was out of CPU (${round(cores)} cores)` : '';
  return [
    {
      culprit: isFull ? 'generator' : 'unknown',
      what: `${users.mostBusy} of ${Math.round(usersPlanned)} users were reached, at least 95 % are needed${why}`,
      fix: 'see k6.log.ndjson; plan fewer users (--rate-scale), or use a machine with more cores and memory',
    },
  ];
}

function outOfMemory({ pressure }: OfferFacts): readonly OfferProblem[] {
  const { memoryFullMs, watchedMs } = pressure;
  if (!lasted(memoryFullMs, pressure)) return [];
  return [
    {
      culprit: 'generator',
      what: `the generator's memory was 95 % full for ${seconds(memoryFullMs)} of ${seconds(watchedMs)}`,
      fix: 'plan fewer users, keep less in the script (discardResponseBodies, SharedArray), or give the generator more memory',
    },
  ];
}
