import { expect, test } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { defaultThresholds, deliberateFailures, namedChecks, toleranceOf } from './assertions.ts';
import { Exceptions } from '../process/exceptions.ts';
import { parseInspection } from '../process/inspect.ts';
import { customTypes } from '../samples/metric-kinds.ts';
import { row } from '../samples/testing/row.ts';
import { judgeThreshold, readThresholds } from './script-thresholds.ts';
import { Tally } from '../samples/tally.ts';
import { say } from '../../../../kernel/sentence.ts';

function thresholds(own: object) {
  return readThresholds(parseInspection(JSON.stringify({ thresholds: own, scenarios: null })));
}

/** The check, or the sentence that says why there is none. */
function judged(metric: string, expression: string, tally: Tally) {
  const [threshold] = thresholds({ [metric]: [expression] });
  const found = threshold && judgeThreshold(threshold, tally);
  return found && ('open' in found ? say(found.open) : found.judged.check);
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
  ['p(95)<300', 19, 20],
  ['p(99)<300', 72, 100],
])('%s is judged with %d samples as k6 does, and whoever reads it is told', (expression, samples, needed) => {
  const metric = 'http_req_duration';
  for (const ms of [10, 900]) {
    const all = tally();
    for (let at = 0; at < samples; at++) all.add(row(metric, at, ms));
    expect(judged(metric, expression, all)).toMatchObject({
      outcome: ms < 300 ? 'passed' : 'failed',
      detail: expect.stringContaining(`(${samples} samples; of fewer than ${needed} it is`) as string,
    });
  }
});

test('a percentile is where k6 sees it: between the ranks', () => {
  const all = tally();
  for (let at = 0; at < 20; at++) all.add(row('http_req_duration', at, at === 19 ? 3000 : 0.8));
  expect(judged('http_req_duration', 'p(95)<50', all)).toMatchObject({
    outcome: 'failed',
    detail: 'p95 is 150.76 ms (20 samples)',
  });
  expect(judged('http_req_duration', 'med<1', all)).toMatchObject({ outcome: 'passed' });
});

test.each([
  ['http_req_duration', 'count>0', 'a trend has no count'],
  ['http_req_failed', 'count<5', 'a rate has no count'],
  ['http_reqs', 'max<5', 'a counter has no max'],
  ['vus', 'max<5', 'a gauge has no max'],
])('%s: %s is none that k6 accepts', (metric, expression, why) => {
  const all = tally();
  all.add(row(metric, 0, 1));
  expect(judged(metric, expression, all)).toMatch(`is none that k6 accepts: ${why}. Fix: `);
});

test('of a metric of unknown kind it says that samples came', () => {
  const all = tally();
  for (let at = 0; at < 9; at++) all.add(row('computed', at, 1));
  expect(judged('computed', 'count<5', all)).toMatch(
    /saw 9 samples, and this k6 does not say of which kind computed is.*Fix: install Go/,
  );
});

test('a limit nearer than what is sure of the value has no outcome', () => {
  const all = tally();
  for (let at = 0; at < 20_000; at++) all.add(row('http_req_duration', at, 100 + at / 200));
  const says = (expression: string) => judged('http_req_duration', expression, all);
  expect(says('p(95)<195.1')).toMatchObject({ outcome: 'passed' });
  expect(says('p(95)<194.8')).toMatchObject({ outcome: 'failed' });
  expect(says('p(95)<194.99')).toMatch(/cannot be told: it lies between 194\.9\d* and 195\.0\d*\. Fix: /);
});

test('names every threshold that k6 would refuse', () => {
  const own = { 'http_reqs{a': ['count>1'], http_reqs: ['count>1', 'p(95<1'] };
  expect(() => thresholds(own)).toThrow(/http_reqs\{a: count>1; threshold › http_reqs: p\(95<1/);
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
  const outcomes = namedChecks(counts, tolerance).map(({ check }) => [
    check.id.replace('check › ', ''),
    check.outcome,
  ]);
  expect(Object.fromEntries(outcomes)).toEqual(expected);
});

test('a check proves the requirements that its name carries', () => {
  const [named] = namedChecks([{ name: 'answers @PER-01 @PER-05', passed: 1, total: 1 }], 'every');
  expect(named).toMatchObject({ says: 'assertion' });
  expect(named?.check.proves).toEqual(['PER-01', 'PER-05']);
});

function givenUp(times: number, scenario = 'main'): Exceptions {
  const exceptions = new Exceptions();
  for (let index = 0; index < times; index++) exceptions.add('GoError: no login (a.ts:1:1)', scenario);
  return exceptions;
}

const ITERATIONS = new Map([['main', 100]]);

test('fail() is a failed check where no threshold allows it', () => {
  expect(deliberateFailures(givenUp(2), 'every', ITERATIONS)).toMatchObject([
    { says: 'assertion', check: { outcome: 'failed', detail: 'GoError: no login (a.ts:1:1), 2 times' } },
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
    const [failure] = deliberateFailures(givenUp(times), tolerance, ITERATIONS);
    expect(failure?.check.outcome).toBe(outcome);
  }
});

test('one scenario that always gives up is not made good by another', () => {
  const iterations = new Map([...ITERATIONS, ['login', 5]]);
  expect(deliberateFailures(givenUp(5, 'login'), 'none', iterations)).toMatchObject([
    {
      check: {
        id: 'scenario login does not always call fail()',
        outcome: 'failed',
        detail: '5 of 5 iterations called it: GoError: no login (a.ts:1:1), 5 times',
      },
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
  const { checks } = defaultThresholds(environment(limits), all);
  expect(checks.map(({ check }) => check)).toMatchObject([
    { id: `default limit › http_req_failed.rate < ${errors} ratio`, outcome: 'passed' },
    { id: `default limit › http_req_duration.p95 < ${p95} ms`, outcome },
  ]);
  expect(checks[1]).toMatchObject({
    says: 'threshold',
    threshold: { selector: { metric: 'http_req_duration' }, stat: 'p95', op: '<', limit: Number(p95) },
  });
});

test('of few requests the default limit of errors is judged, and that of p95 is not', () => {
  const all = tally();
  for (let at = 0; at < 19; at++) {
    all.add(row('http_req_failed', at, 1));
    all.add(row('http_req_duration', at, 1));
  }
  const { checks, problems } = defaultThresholds(environment({}), all);
  expect(checks).toMatchObject([
    { check: { id: 'default limit › http_req_failed.rate < 0.01 ratio', outcome: 'failed' } },
  ]);
  expect(problems.map(say)).toEqual([
    expect.stringMatching(/^default limit › http_req_duration\.p95 < 500 ms saw 19 samples.* 20 .*Fix: /),
  ]);
});

test('a threshold of the script tells what it is a limit on', () => {
  const all = tally();
  all.add(row('http_req_duration', 0, 10));
  const [threshold] = thresholds({ http_req_duration: ['max<50'] });
  expect(threshold && judgeThreshold(threshold, all)).toMatchObject({
    judged: {
      says: 'threshold',
      threshold: { selector: { metric: 'http_req_duration' }, op: '<', limit: 50 },
    },
  });
});

test('no request, no default limit that could pass', () => {
  expect(defaultThresholds(environment({}), tally()).checks).toEqual([]);
});
