import { expect, test } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { defaultLimits, deliberateFailures, namedChecks, toleranceOf } from './assertions.ts';
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

test('fail() is a failed check unless thresholds decide', () => {
  const thrown = [
    { sentence: 'GoError: no login (a.ts:1:1)', count: 2, deliberate: true },
    { sentence: 'TypeError: x', count: 1, deliberate: false },
  ];
  expect(deliberateFailures(thrown, 'every')).toMatchObject([
    { outcome: 'failed', detail: 'GoError: no login (a.ts:1:1), 2 times' },
  ]);
  expect(deliberateFailures(thrown, 'any')).toEqual([]);
  expect(deliberateFailures(thrown.slice(1), 'every')).toEqual([]);
});

const environment = (limits: Record<string, number>) =>
  environmentSchema.parse({ name: 'x', title: 'X', owner: 'x', target: 'x', allows: [], thresholds: limits });

test.each([
  [{}, '0.01', '500', 'failed'],
  [{ 'default.p95': 700 }, '0.01', '700', 'passed'],
  [{ 'default.p95': 700, 'api.p95': 100, 'errors.rate': 0.5 }, '0.5', '100', 'failed'],
])('with limits %j, %s errors and %s ms are allowed', (limits, errors, p95, outcome) => {
  const all = tally();
  all.add(row('http_req_failed', 0, 0));
  all.add(row('http_req_duration', 0, 600));
  expect(defaultLimits(environment(limits), all).checks).toMatchObject([
    { id: `default limit › http_req_failed.rate < ${errors} ratio`, outcome: 'passed' },
    { id: `default limit › http_req_duration.p95 < ${p95} ms`, outcome },
  ]);
});

test('no request, no default limit that could pass', () => {
  expect(defaultLimits(environment({}), tally()).checks).toEqual([]);
});
