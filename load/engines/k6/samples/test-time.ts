import type { Seconds } from './stat.ts';

/** What our own k6 says of the test beside its samples: when it looked at thresholds first, when the test began and ended. */
export const MARKS = ['started', 'began', 'ended'] as const;
export type Mark = (typeof MARKS)[number];

/** The marks are made this close around the test, outside of it. */
const AROUND_MS = 5;
/** k6 tells its users once a second from before the test to its end; on a busy machine later. */
const TICK_MS = 1000;
const LATE_MS = 1000;
/** Samples carry whole ms. */
const ROUNDED_MS = 1;

/**
 * How long k6's test took, from before `setup()` to after `teardown()`: what k6 divides a counter by. Our own k6 tells; of any other
 * it is known to two or three seconds, from its samples. Of several processes it is from the first one's begin to the last one's end.
 */
export class TestTime {
  /** When the first and the last sample was taken, ms since the epoch. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  readonly #marks = new Map<Mark, number>();
  #firstWork = Number.POSITIVE_INFINITY;
  #firstTick = Number.POSITIVE_INFINITY;
  #lastTick = Number.NEGATIVE_INFINITY;

  /** `atMs`: since the epoch. */
  mark(mark: Mark, atMs: number): void {
    const known = this.#marks.get(mark) ?? atMs;
    this.#marks.set(mark, mark === 'ended' ? Math.max(known, atMs) : Math.min(known, atMs));
  }

  add({ metric, atMs }: { readonly metric: string; readonly atMs: number }): void {
    if (atMs < this.firstMs) this.firstMs = atMs;
    if (atMs > this.lastMs) this.lastMs = atMs;
    if (metric === 'vus') this.#tick(atMs);
    else if (metric !== 'vus_max' && atMs < this.#firstWork) this.#firstWork = atMs;
  }

  /** Since when k6 looks at thresholds every two seconds; the first sample where it did not say. */
  get startedMs(): number {
    return this.#marks.get('started') ?? this.firstMs;
  }

  /** Until then, or until the test's end. */
  secondsUntil(atMs: number): number {
    return (atMs - (this.#marks.get('began') ?? this.firstMs)) / 1000;
  }

  get seconds(): Seconds {
    const spanMs = Math.max(0, this.lastMs - this.#firstWork - ROUNDED_MS);
    const began = this.#marks.get('began');
    if (began === undefined) return this.#guessed(spanMs);
    const ended = this.#marks.get('ended');
    // While it runs, and of one that was killed.
    const ms = (ended ?? Math.max(this.lastMs, began)) - began;
    return {
      value: ms / 1000,
      least: Math.min(ms, Math.max(spanMs, ms - AROUND_MS)) / 1000,
      most: ms / 1000,
    };
  }

  #tick(atMs: number): void {
    if (atMs < this.#firstTick) this.#firstTick = atMs;
    if (atMs > this.#lastTick) this.#lastTick = atMs;
  }

  #guessed(spanMs: number): Seconds {
    const ticksMs = Math.max(0, this.#lastTick - this.#firstTick + TICK_MS);
    const mostMs = Math.max(spanMs, ticksMs + TICK_MS + LATE_MS);
    // What was measured lasted a second at least, for whoever has no better knowledge.
    const value = Math.max(1, (this.lastMs - this.firstMs) / 1000);
    return { value, least: spanMs / 1000, most: mostMs / 1000 };
  }
}
