import { encodeIntoCompressedBase64 } from 'hdr-histogram-js/dist/encoding.js';
import { percentileOf } from '../../../../kernel/percentile.ts';
import { SignedHistogram } from './signed-histogram.ts';

/** As many values of three digits are kept as they are: 80 kB, about what their histogram takes. */
export const KEPT_AT_MOST = 10_000;

/** A number, and where the true one lies when this is not known to be it. */
export interface Estimate {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Observations of one metric in bounded memory: count, sum, extremes exactly. With three digits percentiles are exact up to 10,000
 * observations, beyond that within 0.1 %; with two always within 1 %.
 */
export class Distribution {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  last = 0;
  nonZero = 0;
  /** True until there was a fraction. */
  isWhole = true;
  readonly #digits: 0 | 2 | 3;
  #values: number[] | undefined;
  #sorted: Float64Array | undefined;
  #histogram: SignedHistogram | undefined;

  /** `digits` of percentiles; 0 keeps none, for counters and rates. */
  constructor(digits: 0 | 2 | 3) {
    this.#digits = digits;
    if (digits === 3) this.#values = [];
    if (digits === 2) this.#histogram = new SignedHistogram(digits);
  }

  record(value: number): void {
    this.count++;
    this.sum += value;
    this.last = value;
    if (value !== 0) this.nonZero++;
    if (this.isWhole && !Number.isInteger(value)) this.isWhole = false;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (this.#values !== undefined) this.#keep(value);
    else this.#histogram?.record(value);
  }

  /** Adds another one's observations, as if they had come after these. */
  merge(other: Distribution): void {
    this.count += other.count;
    this.sum += other.sum;
    this.nonZero += other.nonZero;
    this.isWhole &&= other.isWhole;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    if (other.count > 0) this.last = other.last;
    this.#mergeValues(other);
  }

  /** As k6 calculates it. Undefined without observations. */
  percentile(percent: number): number | undefined {
    return this.estimate(percent)?.value;
  }

  /** The same, and what is sure of it. */
  estimate(percent: number): Estimate | undefined {
    if (this.#digits === 0 || this.count === 0) return undefined;
    const { min, max } = this;
    const within = (value: number) => Math.min(Math.max(value, min), max);
    if (this.#values === undefined) {
      const all = this.#asHistogram();
      const by = (end: keyof Estimate) =>
        within(percentileOf(percent, this.count, (index) => within(all.at(index)[end])));
      return { value: by('value'), least: by('least'), most: by('most') };
    }
    const sorted = (this.#sorted ??= Float64Array.from(this.#values).sort());
    const value = percentileOf(percent, sorted.length, (index) => sorted[index] ?? Number.NaN);
    return { value, least: value, most: value };
  }

  /** The histogram in HdrHistogram's compressed V2 encoding, values in thousandths; it knows no negative ones. */
  encoded(): string | undefined {
    if (this.#digits === 0 || this.min < 0) return undefined;
    return encodeIntoCompressedBase64(this.#asHistogram().positive);
  }

  #keep(value: number): void {
    this.#sorted = undefined;
    this.#values?.push(value);
    if (this.count > KEPT_AT_MOST) this.#giveUpValues();
  }

  #giveUpValues(): void {
    this.#histogram = this.#asHistogram();
    this.#values = undefined;
    this.#sorted = undefined;
  }

  #asHistogram(): SignedHistogram {
    if (this.#histogram !== undefined) return this.#histogram;
    const made = new SignedHistogram(this.#digits === 2 ? 2 : 3);
    for (const value of this.#values ?? []) made.record(value);
    return made;
  }

  #mergeValues(other: Distribution): void {
    if (this.#digits === 0 || other.#digits === 0) return;
    if (this.#values !== undefined && other.#values !== undefined && this.count <= KEPT_AT_MOST) {
      this.#sorted = undefined;
      this.#values.push(...other.#values);
      return;
    }
    if (this.#values !== undefined) this.#giveUpValues();
    this.#histogram?.add(other.#asHistogram());
  }
}
