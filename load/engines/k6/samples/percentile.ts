import type { Histogram } from 'hdr-histogram-js';

/**
 * The smallest value that at least `percent` of the recorded ones do not exceed. The library rounds the rank to the nearest:
 * of 51 values it would call the 48th the 95th percentile, which 48 / 51 = 94.1 % do not exceed.
 */
export function percentileOf(histogram: Histogram, percent: number): number {
  const count = histogram.totalCount;
  return histogram.getValueAtPercentile((100 * rankOf(percent, count)) / count);
}

/** From 1 to `count`. Where the product is whole but for the error of floating point, it is whole. */
export function rankOf(percent: number, count: number): number {
  return Math.min(count, Math.max(1, Math.ceil((percent / 100) * count - 1e-9 * count)));
}
