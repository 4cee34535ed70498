import type { LoadBucket, LoadPlan } from '../../kernel/load-evidence.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { seriesStartMs } from './phases.ts';
import type { SeriesPoint } from './series.ts';
import { loadRecordOf } from './load-record.ts';

/** A stretch of the load. Seconds since the load began; latencies in ms, absent without a completed request. */
export interface MeasuredPoint {
  readonly fromSecond: number;
  readonly untilSecond: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
}

export interface Measured {
  readonly points: readonly MeasuredPoint[];
  /** `timeseries.json`, or the buckets that were journalled where it was never attached. */
  readonly from: 'series' | 'buckets';
  /** When second zero was, ms since the epoch; undefined where nobody wrote it down. */
  readonly zeroMs: number | undefined;
}

/** A suite as far as its load over time goes. */
export interface LoadSuite {
  readonly evidence?: Evidence | undefined;
  readonly series?: readonly SeriesPoint[] | undefined;
}

/** What is known of a load over time, on the clock of its plan where it has one. */
export function measuredOf({ evidence, series = [] }: LoadSuite): Measured {
  const { plan, buckets } = loadRecordOf(evidence);
  const startMs = seriesStartMs(evidence);
  const zeroMs = plan?.startMs ?? startMs;
  if (series.length === 0) return { points: buckets.map(ofBucket), from: 'buckets', zeroMs };
  const shift = startMs === undefined || zeroMs === undefined ? 0 : Math.max(0, (startMs - zeroMs) / 1000);
  return { points: ofSeries(series, shift), from: 'series', zeroMs };
}

function ofSeries(series: readonly SeriesPoint[], shift: number): readonly MeasuredPoint[] {
  const width = widthOf(series);
  return series.map(({ second, requests, errors, p50, p95, p99 }) => ({
    fromSecond: second + shift,
    untilSecond: second + shift + width,
    requests,
    errors,
    p50: p50 ?? undefined,
    p95: p95 ?? undefined,
    p99: p99 ?? undefined,
  }));
}

/** The seconds that each point of a series stands for. */
function widthOf(series: readonly SeriesPoint[]): number {
  const gaps = series.slice(1).map((point, index) => point.second - (series[index]?.second ?? 0));
  return gaps.length === 0
    ? 1
    : Math.max(
        1,
        gaps.reduce((least, gap) => Math.min(least, gap)),
      );
}

function ofBucket({ fromMs, untilMs, all }: LoadBucket): MeasuredPoint {
  const { requests, errors, p50, p95, p99 } = all;
  return { fromSecond: fromMs / 1000, untilSecond: untilMs / 1000, requests, errors, p50, p95, p99 };
}

/** When the last stage of the plan ends, in ms since the load began; undefined where the plan says nothing of it. */
export function plannedEndMs(plan: LoadPlan | undefined): number | undefined {
  const ends = plan?.offered.flatMap((one) => one.stages.map((stage) => stage.untilMs)) ?? [];
  return ends.length === 0 ? undefined : Math.max(...ends);
}
