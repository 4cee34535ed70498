import { expect, test } from 'vitest';
import { sampleExchange } from '../../rules/sample-exchange.ts';
import stackTrace from '../../rules/stack-trace.rule.ts';
import { describe } from './description.ts';
import { CHECKS } from './faults.ts';
import { examined, type Fuzzed, judged, LEAKS, SECRETS } from './report.ts';

const BASE = 'http://shop.test:8080';
const description = describe(
  JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get: {}, post: {} }, '/b/{id}': { get: {} } } }),
  BASE,
  undefined,
);
const exchange = (operation: string, status = 200, body = '{}') => {
  const [method = '', path = ''] = operation.split(' ');
  const headers = { 'content-type': 'application/json' };
  return sampleExchange({ method, url: `${BASE}${path}?q=/b`, status, body, headers });
};
const EVERY = [exchange('GET /a'), exchange('POST /a', 201), exchange('GET /b/7', 304)];

function fuzzed(more: Partial<Fuzzed['relay']> = {}, told: Partial<Fuzzed['told']> = {}): Fuzzed {
  return {
    ...{ description, site: 'api', base: BASE },
    relay: { exchanges: EVERY, unanswered: [], told: new Map(), ...more },
    told: { failures: [], passedOver: [], cases: 3, asked: new Map(), stopped: 'completed', ...told },
  };
}

const outcome = (of: Fuzzed, share = 1) => {
  const { outcome: is, detail } = examined(of, share, 7).check;
  return `${is}: ${detail ?? ''}`;
};

test('every operation that was asked, and did once what it was asked for, was looked at', () => {
  expect(outcome(fuzzed())).toBe(
    'passed: 3 of 3 operations asked, 3 did what they were asked for; 3 requests, seed 7',
  );
});

test('too little was looked at where operations were not asked, refused everything or could not be tried', () => {
  expect(outcome(fuzzed({ exchanges: [] }))).toMatch(/^skipped: 0 of 3 .*GET \/a was not asked/);
  expect(outcome(fuzzed({ exchanges: EVERY.slice(1) }))).toMatch(/^skipped: 2 of 3 .*GET \/a was not asked/);
  const refusing = [...EVERY.slice(1), exchange('GET /a', 401)];
  expect(outcome(fuzzed({ exchanges: refusing }), 0.6)).toMatch(/^passed: 3 of 3 operations asked, 2 did/);
  expect(outcome(fuzzed({ exchanges: refusing }), 0.7)).toMatch(/^skipped: .*only 2 .*not GET \/a/);
  expect(outcome(fuzzed({}, { passedOver: ['fuzzing of GET /a: no value'] }))).toMatch(
    /^skipped: .*no value/,
  );
  expect(outcome(fuzzed({ unanswered: ['GET /a: reset'] }))).toMatch(/^skipped: .*1 requests got no answer/);
});

test('what is asked of paths that nobody described is no operation', () => {
  expect(outcome(fuzzed({ exchanges: [exchange('GET /c'), exchange('PUT /a')] }))).toMatch(
    /^skipped: 0 of 3/,
  );
});

test('each check of the tool is one of ours, with a finding that stays the same whatever was sent', () => {
  const request = { method: 'GET', uri: `${BASE}/a?q=1`, headers: {} };
  const failures = CHECKS.map((check) => ({
    check,
    operation: 'GET /a',
    status: 500,
    message: 'x',
    request,
  }));
  const found = judged(fuzzed({}, { failures }), [stackTrace]).filter(({ findings }) => findings.length > 0);
  expect(found.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toEqual(
    CHECKS.map((check) => `schemathesis/${check}`),
  );
  const all = found.flatMap(({ findings }) => findings);
  expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(CHECKS.length);
  const others = failures.map((one) => ({
    ...one,
    message: 'y',
    request: { ...request, uri: `${BASE}/a?q=2` },
  }));
  const again = judged(fuzzed({}, { failures: others }), [stackTrace]).flatMap(({ findings }) => findings);
  expect(again).toEqual(all);
  for (const one of all)
    expect(one).toMatchObject({ where: 'api GET /a, answered 500', severity: expect.any(Number) as number });
});

test('a stack and a secret in an answer are found, and the secret is not told on', () => {
  const stack = 'Error: x\n    at work (/srv/app/a.js:1:1)\n    at go (/srv/app/b.js:2:2)';
  const leaking = exchange('GET /b/9', 500, JSON.stringify({ stack }));
  const found = judged(
    fuzzed({ exchanges: [...EVERY, leaking], told: new Map([['signing key', leaking]]) }),
    [stackTrace],
  ).filter(({ findings }) => findings.length > 0);
  expect(found.map(({ id }) => id)).toEqual([LEAKS, SECRETS]);
  expect(found[1]?.findings[0]).toMatchObject({
    where: 'api GET /b/{id}',
    title: 'An answer tells the signing key',
  });
});
