import { max, sum } from 'd3-array';
import type { MeasuredPoint } from './measured.ts';

/** So many points tell all that a plot of this size can show. */
export const MOST_POINTS = 240;

/** Neighbours joined until there are at most `most`. */
export function downsample<T>(
  points: readonly T[],
  join: (group: readonly T[]) => T,
  most = MOST_POINTS,
): readonly T[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    join(points.slice(index * size, (index + 1) * size)),
  );
}

/** A thinned point keeps the worst latency and the mean rate, so that no peak is smoothed away. */
export function downsampleMeasured(
  points: readonly MeasuredPoint[],
  most = MOST_POINTS,
): readonly MeasuredPoint[] {
  return downsample(points, merge, most);
}

function merge(points: readonly MeasuredPoint[]): MeasuredPoint {
  return {
    fromSecond: points[0]?.fromSecond ?? 0,
    untilSecond: points.at(-1)?.untilSecond ?? 0,
    requests: sum(points, (point) => point.requests),
    errors: sum(points, (point) => point.errors),
    p50: max(points, (point) => point.p50),
    p95: max(points, (point) => point.p95),
    p99: max(points, (point) => point.p99),
  };
}
