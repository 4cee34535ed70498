import { type LoadBucket, bucketAt } from '../../../../../kernel/load-evidence.ts';
import type { Row } from '../csv-rows.ts';
import { Bucket } from './bucket.ts';
import { Endpoints } from './endpoints.ts';

/** k6 writes its samples once a second, in no strict order: a bucket is finished when samples this much later have come. */
const GRACE_MS = 5000;
/** When nothing comes at all, for a k6 that hangs: a bucket is then given up this long after its end. */
const SILENCE_MS = 30_000;

/**
 * Folds a stream of samples into buckets of time and gives up each as soon as it is finished: memory stays flat however long
 * the stream is. The rows of several k6 processes may come in any mixture.
 */
export class Buckets {
  readonly #startMs: number;
  readonly #endpoints = new Endpoints();
  readonly #open = new Map<number, Bucket>();
  /** Everything before is given up already. ms since the start. */
  #finishedUntilMs = 0;
  #latestMs = Number.NEGATIVE_INFINITY;

  /** `startMs`: clock zero of the buckets, ms since the epoch. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  add(row: Row): void {
    const sinceMs = row.atMs - this.#startMs;
    if (sinceMs > this.#latestMs) this.#latestMs = sinceMs;
    switch (row.metric) {
      case 'http_req_duration':
        this.#request(row, sinceMs);
        return;
      case 'http_req_failed':
        if (row.value !== 0) this.#at(sinceMs).requests(this.#endpoints.of(row)).errors += row.value;
        return;
      case 'iterations':
        this.#at(sinceMs).iterations += row.value;
        return;
      case 'dropped_iterations':
        this.#at(sinceMs).dropped += row.value;
    }
  }

  /**
   * The buckets that nothing is expected for any more, oldest first. A stretch without a sample is a bucket too. `nowMs`: the
   * clock, ms since the epoch, where samples come as they are taken.
   */
  finished(nowMs = Number.NEGATIVE_INFINITY): readonly LoadBucket[] {
    return this.#giveUpUntil(Math.max(this.#latestMs - GRACE_MS, nowMs - this.#startMs - SILENCE_MS));
  }

  /** All that is left, at the end of the stream. */
  end(): readonly LoadBucket[] {
    const last = Math.max(...[...this.#open.values()].map((bucket) => bucket.untilMs));
    return this.#giveUpUntil(last);
  }

  #request(row: Row, sinceMs: number): void {
    const bucket = this.#at(sinceMs);
    bucket.requests(this.#endpoints.of(row)).latencies.record(row.value);
    if (sinceMs < bucket.fromMs && sinceMs >= 0) bucket.late++;
  }

  /** What comes too late for its bucket counts to the oldest that is still open. */
  #at(sinceMs: number): Bucket {
    const { fromMs, untilMs } = bucketAt(Math.max(sinceMs, this.#finishedUntilMs));
    const known = this.#open.get(fromMs);
    if (known !== undefined) return known;
    const bucket = new Bucket({ fromMs, untilMs });
    this.#open.set(fromMs, bucket);
    return bucket;
  }

  #giveUpUntil(ms: number): readonly LoadBucket[] {
    const given: LoadBucket[] = [];
    for (;;) {
      const stretch = bucketAt(this.#finishedUntilMs);
      if (stretch.untilMs > ms) return given;
      given.push((this.#open.get(stretch.fromMs) ?? new Bucket(stretch)).toEvidence());
      this.#open.delete(stretch.fromMs);
      this.#finishedUntilMs = stretch.untilMs;
    }
  }
}
