import { expect, test } from 'vitest';
import { row } from '../samples/testing/row.ts';
import { OfferTrack } from './offer-track.ts';

test('seconds with drops are told apart from those without', () => {
  const track = new OfferTrack();
  for (const [ms, duration] of [
    [1000, 10],
    [1500, 20],
    [2100, 400],
  ] as const) {
    track.add(row('http_req_duration', ms, duration));
    track.add(row('iteration_duration', ms, duration * 2));
  }
  track.add(row('dropped_iterations', 2200, 3));
  track.add(row('http_req_duration', 3000, 30));
  expect(track.paces()).toEqual({
    calm: { requests: 3, requestMs: 60, iterations: 2, iterationMs: 60 },
    dropping: { requests: 1, requestMs: 400, iterations: 1, iterationMs: 800 },
  });
  expect([track.dropped, track.requests]).toEqual([3, 4]);
});

test('users are added up over the processes, each of which knows its own', () => {
  const track = new OfferTrack();
  expect(track.users()).toBeUndefined();
  for (const [worker, busy, made] of [
    [0, 3, 5],
    [1, 4, 5],
    [0, 6, 9],
    [1, 2, 5],
  ] as const) {
    track.add(row('vus', 1000, busy), worker);
    track.add(row('vus_max', 1000, made), worker);
  }
  expect(track.users()).toEqual({ mostBusy: 10, madeAtFirst: 10, madeInTheEnd: 14 });
});

test('only failures of our own are counted, each with its cause', () => {
  const track = new OfferTrack();
  const fail = (error_code: string, error: string) =>
    track.add(row('http_req_failed', 0, 1, { error_code, error }));
  fail('1213', 'dial: unknown errno 24 error with msg `too many open files`');
  fail('1213', 'dial: unknown errno 99 error with msg `cannot assign requested address`');
  fail('1213', 'dial: unknown errno 24 error with msg `too many open files`');
  fail('1101', 'lookup: no such host');
  fail('1100', 'lookup: cannot unmarshal DNS message');
  fail('1212', 'dial: connection refused');
  fail('1050', 'request timeout');
  fail('1500', '');
  fail('1213', 'dial: unknown errno 113 error with msg `no route to host`');
  track.add(row('http_req_failed', 0, 0, { error: 'too many open files' }));
  expect(track.ownFailures.all().map(({ what, count }) => [what, count])).toEqual([
    ['too many open files', 2],
    ['no local port was free', 1],
    ['a name could not be resolved', 2],
  ]);
});
