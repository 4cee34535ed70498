import { describe, expect, it, test } from 'vitest';
import { loadBucketSchema } from '../../../../../kernel/load-evidence.ts';
import { InfraError } from '../../../../../kernel/errors.ts';
import type { Row } from '../csv-rows.ts';
import { row } from '../testing/row.ts';
import { recordedRows } from '../testing/recorded-rows.ts';
import { Buckets } from './buckets.ts';
import { unpack } from './packed.ts';
import { WorkerRow } from './worker-clock.ts';

const START = 1_795_000_000_000;
const tags = { service: 'api', module: 'content', method: 'GET', name: '/api/content/:id' };

/** As a run does: whatever is finished is given up on the way. */
function bucketsOf(rows: readonly Row[]) {
  const buckets = new Buckets(START);
  const given = rows.flatMap((one) => {
    buckets.add(one);
    return buckets.finished();
  });
  return [...given, ...buckets.finished(), ...buckets.end()];
}

function request(atMs: number, ms: number, failed = 0, of = tags): readonly Row[] {
  return [
    row('http_req_duration', START + atMs, ms, of),
    row('http_req_failed', START + atMs, failed, of),
    row('iterations', START + atMs, 1),
  ];
}

test('counts requests, errors, iterations and what was dropped, by endpoint and time', () => {
  const rows = [
    ...request(100, 10),
    ...request(9999, 30, 1),
    ...request(10_000, 50, 0, { ...tags, name: '/other' }),
    row('dropped_iterations', START + 12_000, 3),
  ];
  const [first, second, ...further] = bucketsOf(rows).map((bucket) => loadBucketSchema.parse(bucket));
  expect(further).toEqual([]);
  expect(first).toMatchObject({
    ...{ fromMs: 0, untilMs: 10_000, iterations: 2, dropped: 0, late: 0 },
    all: { requests: 2, errors: 1, sum: 40, max: 30, p95: 29 },
    endpoints: [{ ...tags, requests: 2, errors: 1, p50: expect.closeTo(20, 0) as number }],
  });
  expect(second).toMatchObject({
    fromMs: 10_000,
    iterations: 1,
    dropped: 3,
    all: { requests: 1, errors: 0 },
  });
});

describe('a bucket', () => {
  it('is given up once samples of five seconds after its end have come, and not before', () => {
    const buckets = new Buckets(START);
    for (const one of request(5000, 1)) buckets.add(one);
    buckets.add(row('vus', START + 14_999, 1));
    expect(buckets.finished()).toEqual([]);
    buckets.add(row('vus', START + 15_000, 1));
    expect(buckets.finished()).toMatchObject([{ fromMs: 0, all: { requests: 1 } }]);
    expect(buckets.finished()).toEqual([]);
  });

  it('is given up without any sample a minute after its end', () => {
    const buckets = new Buckets(START);
    for (const one of request(5000, 1)) buckets.add(one);
    expect(buckets.finished(START + 69_999)).toEqual([]);
    expect(buckets.finished(START + 70_000)).toHaveLength(1);
  });

  it('in which nothing happened is there, and empty', () => {
    const counts = bucketsOf([...request(0, 1), ...request(35_000, 1)]).map(({ all }) => all.requests);
    expect(counts).toEqual([1, 0, 0, 1]);
  });

  it('takes what came too late for the one before, and says so', () => {
    const rows = [...request(1000, 1), row('vus', START + 16_000, 1), ...request(9000, 7)];
    expect(bucketsOf(rows)).toMatchObject([
      { fromMs: 0, late: 0, all: { requests: 1 } },
      { fromMs: 10_000, late: 1, iterations: 1, all: { requests: 1, max: 7 } },
    ]);
  });
});

test('users are those at work on average, of all processes together, and open no bucket of their own', () => {
  const vus = (atMs: number, value: number, worker: number) =>
    new WorkerRow(row('vus', START + atMs, value), worker);
  const told = [vus(1000, 10, 0), vus(1010, 4, 1), vus(2000, 12, 0), vus(11_000, 20, 0), vus(25_000, 0, 0)];
  const buckets = bucketsOf([
    ...request(500, 1),
    ...told.slice(0, 3),
    ...request(10_500, 1),
    ...told.slice(3),
  ]);
  expect(buckets.map(({ users }) => users)).toEqual([15, 20]);
  expect(buckets.map((bucket) => loadBucketSchema.parse(bucket))).toEqual(buckets);
  expect(bucketsOf(request(500, 1))[0]).not.toHaveProperty('users');
});

test('a script that makes names without end has a hundred endpoints and the others', () => {
  const rows = Array.from({ length: 150 }, (_, id) => request(id, 1, 0, { ...tags, name: `/${id}` })).flat();
  const [bucket] = bucketsOf(rows);
  expect(bucket?.endpoints).toHaveLength(101);
  expect(bucket?.endpoints.find(({ name }) => name === '(others)')?.requests).toBe(50);
  expect(bucket?.all.requests).toBe(150);
});

describe('a recorded stream of a minute', () => {
  const rows = recordedRows({ seconds: 65, perSecond: 100, startMs: START });
  const whole = bucketsOf(rows);

  it('loses nothing', () => {
    const durations = rows.filter((one) => one.metric === 'http_req_duration');
    const counted = whole.reduce((sum, { all }) => sum + all.requests, 0);
    expect(counted).toBe(durations.length);
    expect(whole.flatMap(({ hdr = '' }) => unpack(hdr)).reduce((sum, one) => sum + one.totalCount, 0)).toBe(
      counted,
    );
  });
});

test('the text of histograms has nothing of the shape of a key', () => {
  const [bucket] = bucketsOf(recordedRows({ seconds: 9, perSecond: 200, startMs: START }));
  expect(bucket?.hdr).toMatch(/^[A-HJ-Za-hj-z0-9+/=!~]+$/);
  const histograms = unpack(bucket?.hdr ?? '');
  expect(histograms.length).toBe(bucket?.endpoints.length);
});

test('a clock that is set during the load ends it, instead of a bucket for each ten seconds of years', () => {
  const buckets = new Buckets(START);
  for (const one of request(100, 10)) buckets.add(one);
  const day = 24 * 3_600_000;
  expect(() => buckets.finished(START + 8 * day)).toThrow(InfraError);
  expect(() => buckets.finished(START + 8 * day)).toThrow(/ 8 days apart: .* Fix: /);
  expect(buckets.finished(START + day)).not.toEqual([]);
});
