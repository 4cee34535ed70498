import { type Histogram, build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { percentileOf } from './percentile.ts';

/** Values are kept in thousandths: microseconds where k6 gives milliseconds. */
const SCALE = 1000;

/**
 * Observations of one metric in constant memory: count, sum, extremes exactly, percentiles within 0.1 %. Its histogram can be
 * merged with those of other runs.
 */
export class Distribution {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  last = 0;
  nonZero = 0;
  readonly #histogram: Histogram | undefined;

  /** `digits` of percentiles; 0 keeps none, for counters and rates. */
  constructor(digits: 0 | 2 | 3) {
    if (digits > 0) this.#histogram = histogram(digits as 2 | 3);
  }

  record(value: number): void {
    this.count++;
    this.sum += value;
    this.last = value;
    if (value !== 0) this.nonZero++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.#histogram?.recordValue(scaled(value));
  }

  /** Adds another one's observations, as if they had come after these. */
  merge(other: Distribution): void {
    this.count += other.count;
    this.sum += other.sum;
    this.nonZero += other.nonZero;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    if (other.count > 0) this.last = other.last;
    if (this.#histogram !== undefined && other.#histogram !== undefined) {
      this.#histogram.add(other.#histogram);
    }
  }

  /** The smallest value that `percent` of the observations do not exceed. Unknown without observations, or with negative ones. */
  percentile(percent: number): number | undefined {
    if (this.#histogram === undefined || this.count === 0 || this.min < 0) return undefined;
    const value = percentileOf(this.#histogram, percent) / SCALE;
    return Math.min(Math.max(value, this.min), this.max);
  }

  /** The histogram in HdrHistogram's compressed V2 encoding, values in thousandths. */
  encoded(): string | undefined {
    return this.#histogram === undefined ? undefined : encodeIntoCompressedBase64(this.#histogram);
  }
}

function scaled(value: number): number {
  return Math.min(Math.max(Math.round(value * SCALE), 0), Number.MAX_SAFE_INTEGER);
}

function histogram(digits: 2 | 3): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 10_000 * SCALE,
    numberOfSignificantValueDigits: digits,
  });
}
