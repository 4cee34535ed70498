import { expect, test } from 'vitest';
import type { Answer } from '../shared/client.ts';
import { exhaust } from './exhaust.ts';

const MAX = 100;
const WINDOW_MS = 10_000;

/** A limiter whose clock moves by `tookMs` with each request; a window begins in the middle of its first one. */
function limiter(tookMs: (request: number) => number) {
  let [now, asked, left, overAt] = [0, 0, 0, 0];
  const ask = () => {
    const took = tookMs(asked);
    asked += 1;
    now += took / 2;
    if (now >= overAt) [left, overAt] = [MAX, now + WINDOW_MS];
    left -= 1;
    const headers = new Headers({
      'x-ratelimit-limit': String(MAX),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': String(Math.ceil((overAt - now) / 1000)),
    });
    now += took / 2;
    return Promise.resolve({ status: left < 0 ? 429 : 404, headers } as Answer);
  };
  const sleep = (ms: number) => Promise.resolve((now += ms));
  return { ask, clock: { now: () => now, sleep }, overAt: () => overAt, now: () => now };
}

test('a burst within one window tells what passed, and when the window is over at the latest', async () => {
  const { ask, clock, overAt } = limiter((request) => (request === 0 ? 600 : 2));
  const spent = await exhaust('GET /', ask, clock);
  expect(spent).toMatchObject({ max: MAX, passed: MAX, first: MAX - 1, overAt: 600 + WINDOW_MS });
  expect(spent).toHaveProperty('refused.length', 5);
  expect(overAt()).toBeLessThanOrEqual(600 + WINDOW_MS);
});

test('a burst that ends when hardly anything of its window is left is done again in the next one', async () => {
  const { ask, clock, overAt, now } = limiter((request) => (request === 50 ? 9600 : 1));
  const spent = await exhaust('GET /', ask, clock);
  expect(spent).toMatchObject({ passed: MAX, first: MAX - 1 });
  expect(overAt() - now(), 'ms left for whoever asks once more').toBeGreaterThan(500);
});

test('what does not fit into two windows is not known', async () => {
  const { ask, clock } = limiter(() => 150);
  expect(await exhaust('GET /', ask, clock)).toBe(
    'GET /: 100 requests do not fit into a window of 10 s here',
  );
});
