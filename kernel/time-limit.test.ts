import { expect, it } from 'vitest';
import { AD_HOC_TIMEOUT_MS, timeLimitMs } from './time-limit.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

it.each([
  ['whose length only its tool knows has its own limit', 20, undefined, false, 20],
  ['that is shrunk hangs earlier', 25 * 60, 4, false, 10],
  ['at its full length has its own limit', 20, 14, false, 20],
  ['that is stretched is given the time', 20, 28, false, 40],
  ['that is stretched to almost its limit is given the time, too', 10, 9.6, false, 17],
])('a suite %s', (_, declared, lasts, adHoc, expected) => {
  const lastsMs = lasts === undefined ? undefined : lasts * MINUTE_MS;
  expect(timeLimitMs({ declaredMs: declared * MINUTE_MS, lastsMs, adHoc })).toBe(expected * MINUTE_MS);
});

it('a plain file under a profile of a day is not killed after half an hour, and a short one not earlier', () => {
  const limit = (lastsMs: number) => timeLimitMs({ declaredMs: AD_HOC_TIMEOUT_MS, lastsMs, adHoc: true });
  expect(limit(DAY_MS)).toBeGreaterThan(DAY_MS);
  expect(limit(MINUTE_MS)).toBe(AD_HOC_TIMEOUT_MS);
  expect(limit(100 * DAY_MS), 'no more than a timer can wait').toBe(2 ** 31 - 1);
});
