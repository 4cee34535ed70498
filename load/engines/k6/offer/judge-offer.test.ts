import { expect, it } from 'vitest';
import type { LoadCheck } from '../load-check.ts';
import type { HowJudged } from '../profile/profile.ts';
import { row } from '../samples/testing/row.ts';
import { judgedChecks, judgeOffer } from './judge-offer.ts';
import { offeredLoad } from './missed-iterations.ts';
import type { Culprit } from './offer-facts.ts';
import { OfferWatch } from './offer-watch.ts';

const scenarios = {
  main: {
    executor: 'ramping-arrival-rate',
    startRate: 10,
    stages: [
      { target: 10, duration: '80s' },
      { target: 20, duration: '20s' },
      { target: 20, duration: '10s' },
    ],
    maxVUs: 50,
  },
};

/** A load whose last step lacks a quarter, and that dropped so many meanwhile. */
function problems(judged: HowJudged, dropped: number, abortedBy?: string) {
  const offer = new OfferWatch({ scenarios, steps: [], hosts: [], foreignAtMost: 1 });
  const add = (at: number) =>
    offer.add(row('iteration_duration', 1_000_000 + at, 1, { scenario: 'main' }), 0);
  for (let at = 0; at < 80_000; at += 100) add(at);
  for (let at = 80_000; at < 100_000; at += 1000 / 15) add(at);
  for (let at = 100_000; at < 110_000; at += 1000 / 15) add(at);
  if (dropped > 0) offer.add(row('dropped_iterations', 1_109_000, dropped, { scenario: 'main' }), 0);
  const load = offeredLoad(scenarios, new Map([['main', 1250]]));
  return judgeOffer({ scenarios, judged, hosts: [] }, { offer, loggedFailures: [], load, abortedBy });
}

it.each<[HowJudged, string | undefined, number]>([
  ['as a whole', undefined, 1],
  ['each step', undefined, 1],
  ['each step', 'a threshold', 0],
  ['by step', undefined, 0],
])('a step that was not offered, in a load judged %s, ended by %s: %d problems', (judged, by, count) =>
  expect(problems(judged, 50, by)).toHaveLength(count),
);

it('names the step and the cause', () =>
  expect(problems('as a whole', 0)[0]?.what).toMatch(
    /^scenario "main" at 20 iterations\/s, from 100 s to 110 s, completed 1\d\d of 200 iterations.*: the generator's CPU was not measured/,
  ));

it.each<HowJudged>(['as a whole', 'each step', 'by step'])(
  'a request for another host is told of, in a load judged %s',
  (judged) => {
    const offer = new OfferWatch({ scenarios: {}, steps: [], hosts: ['127.0.0.1'], foreignAtMost: 1 });
    offer.elsewhere.addMessage(
      'Get "http://pay.example/": hostname (pay.example) is in a blocked pattern (*y.example)',
    );
    const evidence = { offer, loggedFailures: [], load: undefined, abortedBy: 'a threshold' };
    const found = judgeOffer({ scenarios: {}, judged, hosts: ['127.0.0.1'] }, evidence);
    expect(found.map(({ culprit }) => culprit)).toEqual(['elsewhere']);
  },
);

const threshold = { selector: { metric: 'http_req_duration', tags: [] }, stat: 'p95', op: '<', limit: 1 };
const check = (outcome: 'passed' | 'failed', detail?: string) => ({
  id: 'any name',
  outcome,
  durationMs: 0,
  ...(detail !== undefined && { detail }),
});
const CHECKS: readonly LoadCheck[] = [
  { says: 'threshold', threshold, check: check('failed', 'p95 is 9 ms') },
  { says: 'threshold', threshold, check: check('passed') },
  { says: 'assertion', check: check('failed') },
  { says: 'step', check: check('passed') },
  { says: 'step', check: check('failed') },
];
const outcomes = (...culprits: readonly Culprit[]) =>
  judgedChecks(
    CHECKS,
    culprits.map((culprit) => ({ culprit, what: '', fix: '' })),
  ).map((one) => one.check.outcome);

it('counts all checks under the load that was planned', () =>
  expect(outcomes()).toEqual(['failed', 'passed', 'failed', 'passed', 'failed']));

it('takes limits for undecided when the load was short; answers, and a step that broke even so, count', () => {
  for (const culprit of ['target', 'users', 'script'] as const)
    expect(outcomes(culprit)).toEqual(['skipped', 'skipped', 'failed', 'skipped', 'failed']);
  expect(outcomes('target', 'unknown')).toEqual(['skipped', 'skipped', 'failed', 'skipped', 'skipped']);
  expect(judgedChecks(CHECKS, [{ culprit: 'users', what: '', fix: '' }])[0]?.check.detail).toBe(
    'not judged, for the load was not offered (it failed: p95 is 9 ms)',
  );
});

it.each(['generator', 'elsewhere'] as const)(
  'a load that is the fault of the %s says nothing of the target at all',
  (culprit) =>
    expect(outcomes('target', culprit)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'skipped']),
);
