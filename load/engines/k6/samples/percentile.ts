import type { Histogram } from 'hdr-histogram-js';

/** The value of that rank, from 0; up to a step of the histogram too large. The library rounds ranks: it is given a whole one. */
export function valueAt(histogram: Histogram, index: number): number {
  return histogram.getValueAtPercentile((100 * (index + 1)) / histogram.totalCount);
}
