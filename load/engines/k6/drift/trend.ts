import { inflationOf } from '../../../comparison/inflation.ts';
import { medianOf } from '../../../comparison/median.ts';

/** By how much a series moves with each unit of time, in its own unit; what is true lies between `low` and `high`. */
export interface Trend {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  /** Where the line stands at time 0. */
  readonly intercept: number;
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

/**
 * The Theil–Sen slope, the median of the slopes of all pairs of points: a third of them may be outliers (Theil, 1950; Sen, J.
 * Am. Stat. Assoc. 63, 1968). Its interval is Sen's, from the ranks of the slopes that the variance n(n − 1)(2n + 5) / 18 of
 * Kendall's S allows (Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, 16.5), that variance widened
 * as neighbours resemble each other once the trend is taken off (Hamed and Rao, J. Hydrol. 204, 1998; Yue and Wang, Water
 * Resour. Manag. 18, 2004). `z`: standard deviations, 2.576 for 99 %. No two points may have the same time. With few points the
 * interval may be unbounded.
 */
export function trendOf(points: readonly Point[], z: number): Trend {
  const slopes = slopesOf(points);
  const slope = medianOf(slopes);
  const intercept = medianOf(points.map(({ at, value }) => value - slope * at));
  const inflation = inflationOf([points.map(({ at, value }) => value - intercept - slope * at)], 'line');
  const n = points.length;
  const ranks = z * Math.sqrt(((n * (n - 1) * (2 * n + 5)) / 18) * inflation);
  const below = Math.floor((slopes.length - ranks) / 2) - 1;
  const above = Math.ceil((slopes.length + ranks) / 2);
  return { slope, intercept, low: slopes[below] ?? -Infinity, high: slopes[above] ?? Infinity };
}

/** Of every pair, ascending. */
function slopesOf(points: readonly Point[]): readonly number[] {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let index = 0;
  points.forEach((later, at) => {
    for (const earlier of points.slice(0, at))
      slopes[index++] = (later.value - earlier.value) / (later.at - earlier.at);
  });
  return Array.from(slopes.sort());
}
