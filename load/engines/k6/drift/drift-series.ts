import { medianOf } from '../../../comparison/median.ts';
import type { LoadGauges } from '../../../../kernel/load-evidence.ts';
import type { KeptBucket } from '../samples/journal.ts';
import type { Point } from './trend.ts';

/** Readings of one thing over a load, a point for each window of time, at its middle, ms since the load began. */
export interface DriftSeries {
  /** In `load-drift`. */
  readonly name: string;
  /** What suites set thresholds on. */
  readonly metric: string;
  readonly unit: string;
  /** A change counts as a share of what is usual, or, where that may well be none, in the unit. */
  readonly change: 'ratio' | 'absolute';
  readonly points: readonly Point[];
}

export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Caches fill and code is compiled: the first fifth of a load is its warm-up. */
const WARM_UP_SHARE = 0.2;
/** A p95 of fewer is one request's. */
const LEAST_REQUESTS = 20;

/**
 * The windows in which the load was what it was meant to be: after the warm-up, neither cut off by the end of the load nor by
 * far more or fewer requests than usual.
 */
export function steadyWindows(buckets: readonly KeptBucket[]): readonly KeptBucket[] {
  const lastMs = buckets.findLast(({ all }) => all.requests > 0)?.untilMs ?? 0;
  const warm = buckets.filter(({ fromMs }) => fromMs >= lastMs * WARM_UP_SHARE);
  const perMs = ({ all, fromMs, untilMs }: KeptBucket) => all.requests / (untilMs - fromMs);
  const usual = medianOf(warm.map(perMs));
  return warm.filter((one) => {
    const share = perMs(one) / usual;
    return one.all.requests >= LEAST_REQUESTS && share > 0.5 && share < 1.5;
  });
}

export function latencySeries(windows: readonly KeptBucket[]): DriftSeries {
  const points = windows.flatMap(({ fromMs, untilMs, all: { p95 } }) =>
    p95 === undefined ? [] : [{ at: (fromMs + untilMs) / 2, value: p95 }],
  );
  return { name: 'p95', metric: 'drift.latency_p95.change', unit: 'ms', change: 'ratio', points };
}

/** Memory: the least of a window, what is left after garbage was collected. A queue's depth: what is usual in a window. */
const KINDS = [
  { gauge: 'memory_mb', change: 'ratio', of: 'min' },
  { gauge: 'queue_depth', change: 'absolute', of: 'avg' },
] as const;

/** Memory and queue depth of each part of the target, in that stretch of time. */
export function gaugeSeries(all: readonly LoadGauges[], stretch: Stretch): readonly DriftSeries[] {
  const inside = all.filter(({ fromMs, untilMs }) => fromMs >= stretch.fromMs && untilMs <= stretch.untilMs);
  const names = new Set(inside.flatMap(({ gauges }) => Object.keys(gauges)));
  return [...names].sort().flatMap((name) => {
    const kind = KINDS.find(({ gauge }) => name.endsWith(`.${gauge}`));
    if (kind === undefined || name.startsWith('generator.')) return [];
    const points = inside.flatMap(({ fromMs, untilMs, gauges }) => {
      const gauge = gauges[name];
      return gauge === undefined ? [] : [{ at: (fromMs + untilMs) / 2, value: gauge[kind.of] }];
    });
    const unit = inside.find(({ gauges }) => gauges[name] !== undefined)?.gauges[name]?.unit ?? '';
    return [{ name, metric: `drift.${name}.change`, unit, change: kind.change, points }];
  });
}
