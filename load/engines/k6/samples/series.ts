import type { Row } from './csv-rows.ts';
import { Distribution } from './distribution.ts';

/** One bucket of `timeseries.json`. `second` counts from the first sample; latencies are in ms. */
export interface SeriesPoint {
  readonly second: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
}

interface Bucket {
  requests: number;
  errors: number;
  readonly durations: Distribution;
}

/**
 * Requests over time, in buckets of one second, or of the power of two of seconds that keeps their number within the limit:
 * a run of days costs no more memory than one of ten minutes.
 */
export class Series {
  #widthMs = 1000;
  #originMs: number | undefined;
  #buckets: (Bucket | undefined)[] = [];
  readonly #atMost: number;

  constructor(atMost = 600) {
    this.#atMost = atMost;
  }

  add(row: Row): void {
    switch (row.metric) {
      case 'http_reqs':
        this.#bucket(row.atMs).requests += row.value;
        return;
      case 'http_req_failed':
        this.#bucket(row.atMs).errors += row.value;
        return;
      case 'http_req_duration':
        this.#bucket(row.atMs).durations.record(row.value);
    }
  }

  /** When the first sample was taken, ISO; undefined before it was. */
  get startedAt(): string | undefined {
    return this.#originMs === undefined ? undefined : new Date(this.#originMs).toISOString();
  }

  /** Buckets without a request between the first and the last are points too: a gap is seen. */
  points(): readonly SeriesPoint[] {
    return Array.from(this.#buckets, (bucket, index) => ({
      second: (index * this.#widthMs) / 1000,
      requests: bucket?.requests ?? 0,
      errors: bucket?.errors ?? 0,
      p50: bucket?.durations.percentile(50),
      p95: bucket?.durations.percentile(95),
      p99: bucket?.durations.percentile(99),
    }));
  }

  /** A sample from before the origin (k6 flushes out of order within a second) counts to the first bucket. */
  #bucket(atMs: number): Bucket {
    this.#originMs ??= atMs;
    while (this.#index(atMs) >= this.#atMost) this.#widen();
    const index = this.#index(atMs);
    return (this.#buckets[index] ??= newBucket());
  }

  #index(atMs: number): number {
    return Math.max(0, Math.floor((atMs - (this.#originMs ?? atMs)) / this.#widthMs));
  }

  #widen(): void {
    const old = this.#buckets;
    this.#widthMs *= 2;
    this.#buckets = Array.from({ length: Math.ceil(old.length / 2) }, (_, index) =>
      merged(old[2 * index], old[2 * index + 1]),
    );
  }
}

function newBucket(): Bucket {
  return { requests: 0, errors: 0, durations: new Distribution(2) };
}

function merged(left: Bucket | undefined, right: Bucket | undefined): Bucket | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  left.requests += right.requests;
  left.errors += right.errors;
  left.durations.merge(right.durations);
  return left;
}
