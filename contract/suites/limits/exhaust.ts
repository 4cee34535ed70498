import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../shared/client.ts';

/** What came of asking until nothing passed any more. */
export interface Spent {
  readonly what: string;
  /** `x-ratelimit-limit` of the first answer. */
  readonly max: number;
  readonly passed: number;
  readonly refused: readonly Answer[];
  /** `x-ratelimit-remaining` of the first answer. */
  readonly first: number;
  /** How long all of it took. */
  readonly seconds: number;
  /** The window is over by then at the latest, by the clock: it began before the first answer was here. */
  readonly overAt: number;
}

/** A limit beyond this cannot be reached within its window by one test. */
export const LARGEST = 3000;
const BEYOND = 5;
const AT_ONCE = 16;
/** What must be left of the window for whoever asks once more in it. */
const LEFT_MS = 2000;

/** Milliseconds, from any beginning. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}
const CLOCK: Clock = { now: () => performance.now(), sleep };

/**
 * Asks as often as the first answer says is allowed, and five times more, within one window; `ask` must belong to a session that
 * was not used yet. When that takes until hardly anything is left of the window it is done once more, in the next one. Gives the
 * reason, as a text, when that one was too short too: then nothing is known.
 */
export async function exhaust(
  what: string,
  ask: () => Promise<Answer>,
  clock: Clock = CLOCK,
): Promise<Spent | string> {
  const spent = await burst(what, ask, clock);
  if (typeof spent !== 'string') return spent;
  return burst(what, ask, clock);
}

async function burst(what: string, ask: () => Promise<Answer>, clock: Clock): Promise<Spent | string> {
  // The window begins between these two.
  const sentAt = clock.now();
  const answer = await ask();
  const answeredAt = clock.now();
  const { max, first, resetMs } = limitTold(what, answer);
  const endBy = sentAt + resetMs - LEFT_MS;
  const overAt = answeredAt + resetMs;
  const { passed, refused } = await askAtOnce(max - 1 + BEYOND, ask, () => clock.now() < endBy);
  const now = clock.now();
  if (now < endBy)
    return { what, max, passed: passed + 1, refused, first, seconds: (now - sentAt) / 1000, overAt };
  await clock.sleep(overAt - now + LEFT_MS);
  return `${what}: ${max} requests do not fit into a window of ${resetMs / 1000} s here`;
}

function limitTold(what: string, { headers }: Answer) {
  const [max, first, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
  ) as [number, number, number];
  if (!(max > 0 && max <= LARGEST))
    throw new Error(`${what}: expected x-ratelimit-limit within 1–${LARGEST}, observed ${max}`);
  if (!(reset > 0)) throw new Error(`${what}: expected x-ratelimit-reset in seconds, observed ${reset}`);
  return { max, first, resetMs: reset * 1000 };
}

async function askAtOnce(times: number, ask: () => Promise<Answer>, goOn: () => boolean) {
  const refused: Answer[] = [];
  let [left, passed] = [times, 0];
  const worker = async () => {
    while (left > 0 && goOn()) {
      left -= 1;
      const next = await ask();
      if (next.status === 429) refused.push(next);
      else passed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { passed, refused };
}
