import type { LoadCounts } from '../../../../../kernel/load-evidence.ts';
import { percentileOf } from '../../../../../kernel/percentile.ts';
import { Int32Histogram } from '../int32-histogram.ts';
import { valueAt } from '../percentile.ts';

/** Latencies are kept in microseconds. */
const US_PER_MS = 1000;
/** Longer ones count as this in percentiles; sum and max stay exact. */
const LONGEST_US = 3_600_000 * US_PER_MS;

/**
 * Latencies of one endpoint in constant memory (13 kB), percentiles within 1 %. Everything is kept in whole microseconds, so
 * that parts merged in any order are identical to the whole.
 */
export class Latencies {
  sumUs = 0;
  maxUs = 0;
  /** Two digits: 256 steps for the first 256 µs, then 128 for each doubling. A fixed range makes equal content equal bytes. */
  readonly histogram = new Int32Histogram(1, LONGEST_US, 2);

  get count(): number {
    return this.histogram.totalCount;
  }

  record(ms: number): void {
    const us = Math.max(0, Math.round(ms * US_PER_MS));
    this.sumUs += us;
    if (us > this.maxUs) this.maxUs = us;
    this.histogram.recordValue(Math.min(us, LONGEST_US));
  }

  merge({ sumUs, maxUs, histogram }: Latencies): void {
    this.sumUs += sumUs;
    this.maxUs = Math.max(this.maxUs, maxUs);
    this.histogram.add(histogram);
  }

  /** In ms. Undefined without a request. */
  percentile(percent: number): number | undefined {
    if (this.count === 0) return undefined;
    const us = (index: number) => Math.min(valueAt(this.histogram, index), this.maxUs);
    return percentileOf(percent, this.count, us) / US_PER_MS;
  }

  /** As evidence has it, in ms: sum and max to the microsecond, percentiles to four digits, of which two are sure. */
  summary(percents: readonly number[]): Pick<LoadCounts, 'sum' | 'max' | 'p50' | 'p95' | 'p99'> {
    if (this.count === 0) return { sum: 0 };
    const percentiles = percents.map((percent) => {
      return [`p${percent}`, Number(this.percentile(percent)?.toPrecision(4))] as const;
    });
    return {
      sum: this.sumUs / US_PER_MS,
      max: this.maxUs / US_PER_MS,
      ...Object.fromEntries(percentiles),
    };
  }
}
