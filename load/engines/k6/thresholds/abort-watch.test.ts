import { expect, test } from 'vitest';
import { parseInspection } from '../process/inspect.ts';
import { row } from '../samples/testing/row.ts';
import { Tally } from '../samples/tally.ts';
import { AbortWatch } from './abort-watch.ts';
import { readThresholds } from './script-thresholds.ts';

/** A load whose test begins at 500 ms and of which k6 began to look at thresholds at 0. */
function watched(threshold: object | string) {
  const own = { http_req_duration: [threshold] };
  const thresholds = readThresholds(parseInspection(JSON.stringify({ thresholds: own, scenarios: null })));
  const tally = new Tally([], new Map());
  tally.time.mark('started', 0);
  tally.time.mark('began', 500);
  let stops = 0;
  const watch = new AbortWatch(thresholds, tally, () => stops++);
  const take = (atMs: number, ms: number) => {
    watch.before(atMs);
    tally.add(row('http_req_duration', atMs, ms));
  };
  return { take, stops: () => stops, broken: () => [...watch.broken] };
}

const LIMIT = { threshold: 'p(95)<50', abortOnFail: true };

test('a threshold that does not hold when k6 looks has failed, whatever comes later', () => {
  const { take, stops, broken } = watched(LIMIT);
  take(1000, 900);
  take(1999, 10);
  expect(broken()).toEqual([]);
  take(2000, 10);
  expect(broken()).toEqual([['threshold › http_req_duration: p(95)<50', 'p95 was 855.5 ms (2 samples)']]);
  for (let at = 2001; at < 9000; at += 10) take(at, 10);
  expect([broken().length, stops()]).toEqual([1, 1]);
});

test('nobody looks between the twos of seconds', () => {
  const { take, broken } = watched(LIMIT);
  for (const at of [600, 700, 800]) take(at, 900);
  for (let at = 900; at < 1100; at += 50) take(at, 10);
  for (let at = 1100; at < 9000; at += 10) take(at, 10);
  expect(broken()).toEqual([]);
});

test('it looks once for all the time in which nothing came', () => {
  const { take, broken } = watched({ threshold: 'max<50', abortOnFail: true });
  take(1000, 10);
  take(11_000, 900);
  expect(broken()).toEqual([]);
  take(12_000, 10);
  expect(broken()).toHaveLength(1);
});

test.each([
  ['not before its delay, from the begin of the test', { ...LIMIT, delayAbortEval: '3500ms' }, 4000, 0],
  ['after its delay', { ...LIMIT, delayAbortEval: '3499ms' }, 4000, 1],
  ['not without abortOnFail', 'p(95)<50', 4000, 0],
])('%s', (_, threshold, atMs, expected) => {
  const { take, stops } = watched(threshold);
  take(1000, 900);
  take(atMs, 900);
  expect(stops()).toBe(expected);
});
