import { expect, test } from 'vitest';
import { row } from './testing/row.ts';
import { Series } from './series.ts';

function request(series: Series, atMs: number, durationMs: number, failed = 0) {
  series.add(row('http_reqs', atMs, 1));
  series.add(row('http_req_duration', atMs, durationMs));
  series.add(row('http_req_failed', atMs, failed));
  series.add(row('http_req_waiting', atMs, 999));
}

test('counts requests and errors by second, and shows a second without any', () => {
  const series = new Series();
  request(series, 1_000_500, 10);
  request(series, 1_001_400, 20, 1);
  request(series, 1_002_600, 30);
  request(series, 1_000_499, 40);
  expect(series.points()).toMatchObject([
    {
      second: 0,
      requests: 3,
      errors: 1,
      p50: expect.closeTo(20, 0) as number,
      p99: expect.closeTo(39.6, 1) as number,
    },
    { second: 1, requests: 0, errors: 0, p50: undefined },
    { second: 2, requests: 1, errors: 0, p95: 30 },
  ]);
});

test('widens its buckets instead of growing, and loses no request', () => {
  const series = new Series(600);
  for (let second = 0; second < 3000; second++) request(series, second * 1000, second < 1500 ? 10 : 100);
  const points = series.points();
  expect(points.length).toBeLessThanOrEqual(600);
  expect(points[1]?.second).toBe(8);
  expect(points.reduce((sum, point) => sum + point.requests, 0)).toBe(3000);
  expect(points[0]?.p95).toBeCloseTo(10, 0);
  expect(points.at(-1)?.p95).toBeCloseTo(100, 0);
});

test('a gap of hours costs a few steps, not a bucket a second', () => {
  const series = new Series(10);
  request(series, 0, 1);
  request(series, 86_400_000, 1);
  expect(series.points().length).toBeLessThanOrEqual(10);
});
