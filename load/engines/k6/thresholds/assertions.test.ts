import { expect, test } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { defaultLimits, deliberateFailures, namedChecks, toleranceOf } from './assertions.ts';
import { Exceptions } from '../process/exceptions.ts';
import { parseInspection } from '../process/inspect.ts';
import { customTypes } from '../samples/metric-kinds.ts';
import { row } from '../samples/testing/row.ts';
import { abortReason, judgeThreshold, readThresholds } from './script-thresholds.ts';
import { Tally } from '../samples/tally.ts';

function thresholds(own: object) {
  return readThresholds(parseInspection(JSON.stringify({ thresholds: own, scenarios: null })));
}

function judged(metric: string, expression: string, tally: Tally) {
  const [threshold] = thresholds({ [metric]: [expression] });
  return threshold && judgeThreshold(threshold, tally);
}

function tally(selectors: readonly string[] = []) {
  const own = thresholds(Object.fromEntries(selectors.map((selector) => [selector, ['count>0']])));
  return new Tally(
    own.map((one) => one.selector),
    customTypes(`new Counter('errors'); new Rate('good')`),
  );
}

test.each([
  ['max<50', 'passed'],
  ['max<30', 'failed'],
])('%s has %s', (expression, outcome) => {
  const all = tally();
  for (const ms of [10, 30]) all.add(row('http_req_duration', 0, ms));
  expect(judged('http_req_duration', expression, all)).toMatchObject({
    id: `threshold › http_req_duration: ${expression}`,
    outcome,
    detail: 'max is 30 ms (2 samples)',
  });
});

test.each([
  ['http_req_duration{a:typo}', 'p(95)<1'],
  ['http_reqs{a:typo}', 'count<10'],
  ['good', 'rate>=0'],
  ['nothing', 'max<1'],
  ['http_req_duration', 'rate<1'],
])('%s: %s has no outcome without samples of it', (metric, expression) => {
  const all = tally([metric]);
  all.add(row('http_req_duration', 0, 1));
  all.add(row('http_reqs', 0, 1));
  all.add(row('iterations', 0, 1));
  expect(judged(metric, expression, all)).toBe(`threshold › ${metric}: ${expression} saw no sample.`);
});

test.each(['errors', 'dropped_iterations'])(
  '%s that never counted is zero, once iterations have ended',
  (metric) => {
    const all = tally();
    expect(judged(metric, 'count<1', all)).toMatch('saw no sample');
    for (const at of [0, 1]) all.add(row('iterations', at, 1));
    expect(judged(metric, 'count<1', all)).toMatchObject({
      outcome: 'passed',
      detail: 'count is 0 count (2 samples)',
    });
  },
);

test.each([
  ['p(95)<300', 19],
  ['p(99)<300', 99],
  ['p(99.9)<300', 999],
])('%s has no outcome with %d samples, whether it holds or not', (expression, samples) => {
  const metric = 'http_req_duration';
  for (const ms of [10, 900]) {
    const all = tally();
    for (let at = 0; at < samples; at++) all.add(row(metric, at, ms));
    expect(judged(metric, expression, all)).toMatch(
      new RegExp(`saw ${samples} samples, and p[0-9.]+ needs ${samples + 1} at least\\. Fix: `),
    );
    all.add(row(metric, samples, ms));
    expect(judged(metric, expression, all)).toMatchObject({ outcome: ms < 300 ? 'passed' : 'failed' });
  }
});

test('names every threshold that k6 would refuse', () => {
  const own = { 'http_reqs{a': ['count>1'], http_reqs: ['count>1', 'p(95<1'] };
  expect(() => thresholds(own)).toThrow(/http_reqs\{a: count>1; threshold › http_reqs: p\(95<1/);
});

test('wants to stop once an abortOnFail threshold fails, but not before its delay', () => {
  const own = thresholds({
    http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true, delayAbortEval: '10s' }],
  });
  const all = tally();
  expect(abortReason(own, all, 20_000)).toBeUndefined();
  all.add(row('http_req_failed', 0, 1));
  expect(abortReason(own, all, 5000)).toBeUndefined();
  expect(abortReason(own, all, 10_000)).toBe('threshold › http_req_failed: rate<0.1');
  expect(abortReason(thresholds({ http_req_failed: ['rate<0.1'] }), all, 10_000)).toBeUndefined();
});

test('does not stop the load by a percentile of too few samples', () => {
  const own = thresholds({ http_req_duration: [{ threshold: 'p(95)<5', abortOnFail: true }] });
  const all = tally();
  for (let at = 0; at < 19; at++) all.add(row('http_req_duration', at, 900));
  expect(abortReason(own, all, 10_000)).toBeUndefined();
  all.add(row('http_req_duration', 20, 900));
  expect(abortReason(own, all, 10_000)).toBe('threshold › http_req_duration: p(95)<5');
});

test.each([
  [true, 0, 'every'],
  [true, 1, 'none'],
  [false, 0, 'every'],
  [false, 1, 'any'],
] as const)('ad hoc %s with %d thresholds: tolerance is %s', (adHoc, count, expected) => {
  expect(toleranceOf(adHoc, count)).toBe(expected);
});

test.each([
  ['every', { all: 'passed', some: 'failed', none: 'failed' }],
  ['any', { all: 'passed', some: 'passed', none: 'failed' }],
  ['none', {}],
] as const)('checks by name, tolerance %s', (tolerance, expected) => {
  const counts = [
    { name: 'all', passed: 3, total: 3 },
    { name: 'some', passed: 2, total: 3 },
    { name: 'none', passed: 0, total: 3 },
  ];
  const outcomes = namedChecks(counts, tolerance).map(({ id, outcome }) => [
    id.replace('check › ', ''),
    outcome,
  ]);
  expect(Object.fromEntries(outcomes)).toEqual(expected);
});

test('a check proves the requirements that its name carries', () => {
  const [check] = namedChecks([{ name: 'answers @PER-01 @PER-05', passed: 1, total: 1 }], 'every');
  expect(check?.proves).toEqual(['PER-01', 'PER-05']);
});

function givenUp(times: number, scenario = 'main'): Exceptions {
  const exceptions = new Exceptions();
  for (let index = 0; index < times; index++) exceptions.add('GoError: no login (a.ts:1:1)', scenario);
  return exceptions;
}

const ITERATIONS = new Map([['main', 100]]);

test('fail() is a failed check where no threshold allows it', () => {
  expect(deliberateFailures(givenUp(2), 'every', ITERATIONS)).toMatchObject([
    { outcome: 'failed', detail: 'GoError: no login (a.ts:1:1), 2 times' },
  ]);
  expect(deliberateFailures(givenUp(0), 'every', ITERATIONS)).toEqual([]);
});

test.each([
  [100, 'failed'],
  // k6 does not log the last iteration of some users.
  [95, 'failed'],
  [94, undefined],
  [0, undefined],
])('thresholds allow fail(), but not of a whole scenario: %d of 100 iterations', (times, outcome) => {
  for (const tolerance of ['any', 'none'] as const) {
    const [check] = deliberateFailures(givenUp(times), tolerance, ITERATIONS);
    expect(check?.outcome).toBe(outcome);
  }
});

test('one scenario that always gives up is not made good by another', () => {
  const iterations = new Map([...ITERATIONS, ['login', 5]]);
  expect(deliberateFailures(givenUp(5, 'login'), 'none', iterations)).toMatchObject([
    {
      id: 'scenario login does not always call fail()',
      outcome: 'failed',
      detail: '5 of 5 iterations called it: GoError: no login (a.ts:1:1), 5 times',
    },
  ]);
});

const environment = (limits: Record<string, number>) =>
  environmentSchema.parse({ name: 'x', title: 'X', owner: 'x', target: 'x', allows: [], thresholds: limits });

test.each([
  [{}, '0.01', '500', 'failed'],
  [{ 'default.p95': 700 }, '0.01', '700', 'passed'],
  [{ 'default.p95': 700, 'api.p95': 100, 'errors.rate': 0.5 }, '0.5', '100', 'failed'],
])('with limits %j, %s errors and %s ms are allowed', (limits, errors, p95, outcome) => {
  const all = tally();
  for (let at = 0; at < 20; at++) {
    all.add(row('http_req_failed', at, 0));
    all.add(row('http_req_duration', at, 600));
  }
  expect(defaultLimits(environment(limits), all).checks).toMatchObject([
    { id: `default limit › http_req_failed.rate < ${errors} ratio`, outcome: 'passed' },
    { id: `default limit › http_req_duration.p95 < ${p95} ms`, outcome },
  ]);
});

test('of few requests the default limit of errors is judged, and that of p95 is not', () => {
  const all = tally();
  for (let at = 0; at < 19; at++) {
    all.add(row('http_req_failed', at, 1));
    all.add(row('http_req_duration', at, 1));
  }
  const { checks, problems } = defaultLimits(environment({}), all);
  expect(checks).toMatchObject([
    { id: 'default limit › http_req_failed.rate < 0.01 ratio', outcome: 'failed' },
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/^default limit › http_req_duration\.p95 < 500 ms saw 19 samples.* 20 .*Fix: /),
  ]);
});

test('no request, no default limit that could pass', () => {
  expect(defaultLimits(environment({}), tally()).checks).toEqual([]);
});
