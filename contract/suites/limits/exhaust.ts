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
  /** How long all of it took, and how much of the window was left then. */
  readonly seconds: number;
  readonly resetSeconds: number;
}

/** A limit beyond this cannot be reached within its window by one test. */
export const LARGEST = 3000;
const BEYOND = 5;
const AT_ONCE = 16;

/**
 * Asks as often as the first answer says is allowed, and five times more; `ask` must belong to a session that was not used yet.
 * Gives the reason, as a text, when that took longer than the window: then nothing is known.
 */
export async function exhaust(what: string, ask: () => Promise<Answer>): Promise<Spent | string> {
  const startedAt = performance.now();
  const answer = await ask();
  const [max, first, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(answer.headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
  ) as [number, number, number];
  if (!(max > 0 && max <= LARGEST))
    throw new Error(`${what}: expected x-ratelimit-limit within 1–${LARGEST}, observed ${max}`);
  const refused: Answer[] = [];
  let left = max - 1 + BEYOND;
  let passed = 1;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const next = await ask();
      if (next.status === 429) refused.push(next);
      else passed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  if (seconds >= reset)
    return `${what}: ${max} requests took ${seconds.toFixed(1)} s here, longer than the window of ${reset} s`;
  return { what, max, passed, refused, first, seconds, resetSeconds: reset - seconds };
}
