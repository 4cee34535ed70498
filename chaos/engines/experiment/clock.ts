import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until that moment on the clock of `performance.now`. Throws the signal's reason when it aborts. */
export async function waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await sleep(leftMs, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}

/** The wall-clock time of a moment on the clock of `performance.now`. */
export function wallClock(atMs: number): string {
  return new Date(performance.timeOrigin + atMs).toISOString();
}
