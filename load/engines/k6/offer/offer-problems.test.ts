import { expect, test } from 'vitest';
import type { OfferFacts } from './offer-facts.ts';
import { sayOfferProblems, offerProblems } from './offer-problems.ts';
import { say } from '../../../../kernel/sentence.ts';

const pace = (requests: number, requestMs: number, iterationMs = requestMs) => ({
  requests,
  requestMs: requests * requestMs,
  iterations: requests,
  iterationMs: requests * iterationMs,
});
const rested = {
  watchedMs: 20_000,
  fullMs: 0,
  fullDroppingMs: 0,
  memoryFullMs: 0,
  k6Ratio: 0.2,
  machineRatio: 0.4,
};
const full = { ...rested, fullMs: 12_000, fullDroppingMs: 10_000, k6Ratio: 0.93, machineRatio: 0.99 };
const SHORT = ['scenario "main" completed 500 of 1000 iterations (50 %, at least 95 % are needed)'];

/** 100 iterations a second for ten seconds, all of them offered. */
const offered: OfferFacts = {
  short: [],
  mayBeShort: false,
  perSecond: 100,
  dropped: 0,
  requests: 1000,
  users: { mostBusy: 5, madeAtFirst: 20, madeInTheEnd: 20 },
  usersAllowed: 20,
  usersPlanned: undefined,
  calm: pace(1000, 50),
  dropping: pace(0, 0),
  pressure: rested,
  cores: 2,
  ownFailures: [],
  elsewhere: [],
  hosts: ['127.0.0.1'],
};
const exhausted = { ...offered, short: SHORT, dropped: 500 };
const openFiles = {
  what: 'too many open files',
  fix: 'raise the limit',
  example: 'dial: errno 24',
};

test('a load that was offered has no problem', () => {
  expect(offerProblems(offered)).toEqual([]);
  expect(sayOfferProblems([])).toEqual([]);
});

test.each<[string, Partial<OfferFacts>, string, RegExp]>([
  [
    'the target was slow: requests take longer while iterations are dropped, and CPU is free',
    { dropping: pace(500, 400) },
    'target',
    /dropped 500 of 2000 iterations: all 20 users were busy while iterations took 400 ms; the target was slow.*took 400 ms \(50 ms while nothing was dropped\)\. Fix: .*maxVUs to 40 or more/,
  ],
  [
    'the target was slow from the beginning',
    { calm: pace(0, 0), dropping: pace(500, 400) },
    'target',
    /a request took 400 ms\. Fix/,
  ],
  [
    'the script waits',
    { dropping: pace(500, 50, 1000) },
    'script',
    /iterations took 1000 ms, most of which the script itself waits\. Fix: raise preAllocatedVUs and maxVUs to 100 or more/,
  ],
  [
    'the target slowed down in a script that waits, too',
    { dropping: pace(500, 150, 1000) },
    'target',
    /the target was slow/,
  ],
  [
    'users had to be made while the load ran',
    { usersAllowed: 100, users: { mostBusy: 60, madeAtFirst: 20, madeInTheEnd: 60 } },
    'users',
    /k6 had 20 users at first, and had to make 40 more.*Fix: raise preAllocatedVUs to 61 or more/,
  ],
  [
    'the generator was out of CPU, whoever was slow then',
    { dropping: pace(500, 400), pressure: full },
    'generator',
    /out of CPU for 12 s of 20 s: k6 used 93 % of 2 cores and its machine was 99 % busy, and all 20 users were busy.*Fix: lower the rate/,
  ],
  [
    'the generator was out of CPU, and users were missing too',
    { pressure: full, usersAllowed: 100, users: { mostBusy: 60, madeAtFirst: 20, madeInTheEnd: 60 } },
    'generator',
    /99 % busy, and had to make 40 users while the load ran\. Fix/,
  ],
  [
    'nobody is known to be the cause',
    { dropped: 0 },
    'unknown',
    /the generator had CPU to spare and k6 dropped nothing/,
  ],
  [
    'nobody looked',
    { dropped: 0, pressure: { ...rested, watchedMs: 0 } },
    'unknown',
    /the generator's CPU was not measured/,
  ],
])('names the cause of a rate that was missed: %s', (_, facts, culprit, cause) => {
  const problems = offerProblems({ ...exhausted, ...facts });
  expect(problems.map((one) => one.culprit)).toEqual([culprit]);
  const [sentence = ''] = sayOfferProblems(problems).map(say);
  expect(sentence).toMatch(/^the load was not offered: scenario "main" completed 500 of 1000/);
  expect(sentence).toMatch(cause);
});

test.each([
  [2000, 30, 0],
  [2100, 30, 1],
  [2100, 10, 0],
])(
  'a load that may be short: %d ms of 20 s without CPU to spare, in which %d of 1000 iterations are dropped, are %d problems',
  (fullDroppingMs, dropped, problems) => {
    const pressure = { ...full, fullDroppingMs };
    const found = offerProblems({ ...offered, mayBeShort: true, dropped, pressure });
    expect(found.map(({ culprit }) => culprit)).toEqual(problems === 0 ? [] : ['generator']);
  },
);

test.each([
  [10, 1000, 0],
  [11, 1000, 1],
  [5, 100, 0],
  [6, 100, 1],
])('beside a calm generator %d drops in %d iterations are %d problems', (dropped, iterations, problems) => {
  const dropping = pace(iterations, 400);
  const found = offerProblems({ ...offered, dropped, calm: pace(0, 0), dropping });
  expect(found.map(({ culprit }) => culprit)).toEqual(problems === 0 ? [] : ['target']);
});

test('a busy generator that kept its promise is not held against the load', () =>
  expect(offerProblems({ ...offered, pressure: { ...full, fullDroppingMs: 0 } })).toEqual([]));

test.each([
  [1, 0],
  [2, 1],
])('%d of 1000 requests that never left are %d problems', (count, problems) => {
  const ownFailures = [{ ...openFiles, count }];
  expect(offerProblems({ ...offered, ownFailures })).toHaveLength(problems);
});

test('failures of our own say what to change, also where no request was counted', () => {
  const facts = { ...offered, requests: 0, ownFailures: [{ ...openFiles, count: 3 }] };
  expect(sayOfferProblems(offerProblems(facts)).map(say)).toEqual([
    'the load was not offered: 3 of 3 requests never left the generator: too many open files (dial: errno 24). Fix: raise the limit.',
  ]);
});

test.each([
  [190, 0],
  [188, 1],
])('%d of 200 users are %d problems', (mostBusy, problems) => {
  const users = { mostBusy, madeAtFirst: 200, madeInTheEnd: 200 };
  expect(offerProblems({ ...offered, usersPlanned: 200, users })).toHaveLength(problems);
});

test('a run too short for k6 to tell its users is not judged by them', () =>
  expect(offerProblems({ ...offered, usersPlanned: 200, users: undefined })).toEqual([]));

test('memory that was full for more than a tenth of the load spoils it', () => {
  const pressure = { ...rested, memoryFullMs: 5000 };
  expect(sayOfferProblems(offerProblems({ ...offered, pressure }))[0]?.what).toMatch(
    /memory was 95 % full for 5 s of 20 s/,
  );
});

test('one request for another host is enough to leave the outcome open, also under a load that may be short', () => {
  const stopped = { host: '127.0.0.2:80', requests: 1, stopped: true };
  const sent = { host: 'pay.example', requests: 7, stopped: false };
  const found = offerProblems({ ...offered, mayBeShort: true, elsewhere: [stopped, sent] });
  expect(found.map(({ culprit }) => culprit)).toEqual(['elsewhere', 'elsewhere']);
  expect(sayOfferProblems(found).map(say)[0]).toMatch(
    /1 request was for another host than the target's \(127\.0\.0\.1\), and k6 was kept from sending them: 127\.0\.0\.2:80 \(1\); 7 requests were for .*, and they were sent: pay\.example \(7\)\. Fix: keep links/,
  );
});
