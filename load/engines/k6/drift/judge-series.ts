import { medianOf } from '../../../comparison/median.ts';
import type { DriftSeries } from './drift-series.ts';
import { type Trend, trendOf } from './trend.ts';

/** Of every interval, two-sided. */
export const CONFIDENCE = 0.99;
const Z = 2.576;
/** Fewer windows say nothing of a slope. */
export const LEAST_WINDOWS = 12;

/** How a series changed from the beginning of its windows to their end. */
export interface SeriesDrift {
  readonly series: DriftSeries;
  readonly usual: number;
  /** Per ms. */
  readonly trend: Trend;
  /** As `series.change` says: 0.1 for 10 % of what is usual at the beginning, or in the unit. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
  /** From the least to the most that was read, likewise: no change was larger. */
  readonly range: number;
}

/** How it changed, or why nobody can tell: there are too few windows. */
export function driftOf(series: DriftSeries): SeriesDrift | { readonly open: string } {
  const { points } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < LEAST_WINDOWS)
    return {
      open: `${series.name} has ${points.length} steady windows after its warm-up, at least ${LEAST_WINDOWS} are needed`,
    };
  const trend = trendOf(points, Z);
  const usual = medianOf(points.map(({ value }) => value));
  const base = series.change === 'absolute' ? 1 : baseAt(first.at, usual, trend);
  const scale = (last.at - first.at) / base;
  const { slope, low, high } = trend;
  const range = rangeOf(points.map(({ value }) => value)) / base;
  return { series, usual, trend, change: slope * scale, low: low * scale, high: high * scale, range };
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** Of the line; a line so steep that it would begin near nothing is taken to begin at a tenth of what is usual. */
function baseAt(at: number, usual: number, { slope, intercept }: Trend): number {
  return Math.max(intercept + slope * at, usual / 10, Number.EPSILON);
}

/** A pass means that a rise of this many times the limit would have been told from none. */
const SEEN_FROM = 2;

/**
 * `drifts`: it rises for sure, and by more than the limit. `undecided`: not for sure, yet the interval is so wide that a rise of
 * twice the limit could not have been told from none. Values that all lie within the limit of each other have not risen by it,
 * however much neighbours resemble each other.
 */
export function judgeDrift(
  { change, low, high, range }: SeriesDrift,
  limit: number,
): 'drifts' | 'steady' | 'undecided' {
  if (low > 0) return change > limit ? 'drifts' : 'steady';
  if (range < limit) return 'steady';
  return (high - low) / 2 > SEEN_FROM * limit ? 'undecided' : 'steady';
}
