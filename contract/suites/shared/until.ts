import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 6000;
const PAUSE_MS = 25;

/**
 * Looks until `enough` says so, for at most 6 s unless told, and gives what was seen then. Throws an error that says what was waited for and
 * what was seen last. Works in hooks too, which `expect.poll` does not.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  enough: (seen: T) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (enough(seen)) return seen;
    if (performance.now() > deadline)
      throw new Error(`expected within ${deadlineMs / 1000} s: ${what}; observed last: ${shown(seen)}`);
    await sleep(PAUSE_MS);
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, 1000) ?? String(value);
}
