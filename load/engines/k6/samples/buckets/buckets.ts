import { type LoadBucket, bucketAt } from '../../../../../kernel/load-evidence.ts';
import { InfraError } from '../../../../../kernel/errors.ts';
import type { Row } from '../csv-rows.ts';
import { Bucket } from './bucket.ts';
import { Endpoints } from './endpoints.ts';
import { Users } from './users.ts';
import type { SourcedRow, WorkerClock } from './worker-clock.ts';

/** k6 writes its samples once a second, in no strict order: a bucket is finished when samples this much later have come. */
const GRACE_MS = 5000;
/** When nothing comes at all, of a k6 that hangs or of one of several: a bucket is then given up this long after its end. */
const SILENCE_MS = 60_000;
/** No load is silent for so long: a clock was set meanwhile. Each stretch of the silence would be written, until the disk is full. */
const CLOCK_WAS_SET_MS = 7 * 24 * 3_600_000;

/**
 * Folds a stream of samples into buckets of time and gives up each as soon as it is finished: memory stays flat however long
 * the stream is. The rows of several k6 processes may come in any mixture: with their clock, a bucket waits for the slowest.
 */
export class Buckets {
  readonly #startMs: number;
  readonly #endpoints = new Endpoints();
  readonly #open = new Map<number, Bucket>();
  readonly #users = new Users();
  /** Everything before is given up already. ms since the start. */
  #finishedUntilMs = 0;
  #latestMs = Number.NEGATIVE_INFINITY;
  #clock: WorkerClock | undefined;

  /** `startMs`: clock zero of the buckets, ms since the epoch. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  add(row: SourcedRow): void {
    const sinceMs = row.atMs - this.#startMs;
    this.#clock ??= row.clock;
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
        return;
      case 'vus':
        // Opens no bucket: a load that is over has none for the users that k6 still tells of.
        if (sinceMs >= this.#finishedUntilMs)
          this.#users.add(bucketAt(sinceMs).fromMs, row.worker ?? 0, row.value);
    }
  }

  /**
   * The buckets that nothing is expected for any more, oldest first. A stretch without a sample is a bucket too. `nowMs`: the
   * clock, ms since the epoch, where samples come as they are taken.
   */
  finished(nowMs = Number.NEGATIVE_INFINITY): readonly LoadBucket[] {
    return this.#giveUpUntil(Math.max(this.#toldUntilMs() - GRACE_MS, nowMs - this.#startMs - SILENCE_MS));
  }

  /** All that is left, at the end of the stream. */
  end(): readonly LoadBucket[] {
    const last = Math.max(...[...this.#open.values()].map((bucket) => bucket.untilMs));
    return this.#giveUpUntil(last);
  }

  #toldUntilMs(): number {
    const slowestMs = this.#clock?.toldUntilMs ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#latestMs, slowestMs - this.#startMs);
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
    if (ms - this.#finishedUntilMs > CLOCK_WAS_SET_MS)
      throw new InfraError({
        what: `the clock of k6's samples and the one of what came after are ${Math.round((ms - this.#finishedUntilMs) / 86_400_000)} days apart: a clock was set during the load.`,
        fix: 'set it right, and run again.',
      });
    const given: LoadBucket[] = [];
    for (;;) {
      const stretch = bucketAt(this.#finishedUntilMs);
      if (stretch.untilMs > ms) return given;
      const bucket = this.#open.get(stretch.fromMs) ?? new Bucket(stretch);
      const users = this.#users.take(stretch.fromMs);
      given.push({ ...bucket.toEvidence(), ...(users !== undefined && { users }) });
      this.#open.delete(stretch.fromMs);
      this.#finishedUntilMs = stretch.untilMs;
    }
  }
}
