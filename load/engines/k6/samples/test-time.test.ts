import { expect, test } from 'vitest';
import { TestTime } from './test-time.ts';

function timeOf(...samples: readonly (readonly [metric: string, atMs: number])[]): TestTime {
  const time = new TestTime();
  for (const [metric, atMs] of samples) time.add({ metric, atMs });
  return time;
}

test('our own k6 tells how long the test took, with what no sample spans', () => {
  const time = timeOf(['http_reqs', 3500], ['vus', 1200], ['http_reqs', 3514]);
  time.mark('began', 500);
  expect(time.seconds.value).toBe(3.014);
  time.mark('ended', 4500);
  expect(time.seconds).toEqual({ value: 4, least: 3.995, most: 4 });
});

test('a test may be shorter than a second', () => {
  const time = timeOf(['http_reqs', 1000], ['http_reqs', 1013]);
  time.mark('began', 999.5);
  time.mark('ended', 1014.5);
  expect(time.seconds).toEqual({ value: 0.015, least: 0.012, most: 0.015 });
});

test('of several processes it is from the first begin to the last end', () => {
  const time = timeOf(['http_reqs', 100]);
  for (const [began, ended] of [
    [10, 2000],
    [5, 1900],
  ] as const) {
    time.mark('began', began);
    time.mark('ended', ended);
  }
  expect(time.seconds.value).toBe(1.995);
});

test('a k6 that does not tell leaves seconds open', () => {
  // Its first and last word on users are within a second of begin and end.
  const time = timeOf(['vus', 11_000], ['http_reqs', 12_000], ['http_reqs', 20_001], ['vus', 20_000]);
  expect(time.seconds).toEqual({ value: 9.001, least: 8, most: 12 });
  const short = timeOf(['http_reqs', 1000], ['http_reqs', 1013]);
  expect(short.seconds).toEqual({ value: 1, least: 0.012, most: 2 });
});
