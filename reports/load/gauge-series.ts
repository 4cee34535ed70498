import { max } from 'd3-array';
import type { LoadGauges } from '../../kernel/load-evidence.ts';
import { gaugeName, type GaugeName } from './gauge-name.ts';
import { shownUnit } from './gauge-unit.ts';
import { downsample } from './downsample.ts';

/** One gauge over time, in its shown unit. */
export interface GaugeSeries {
  readonly name: GaugeName;
  readonly unit: string;
  /** A gap where it was not read. */
  readonly points: readonly GaugePoint[];
  /** Over all readings, each counted once. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly readings: number;
}

export interface GaugePoint {
  readonly second: number;
  readonly avg?: number | undefined;
  readonly max?: number | undefined;
}

type InBucket = LoadGauges['gauges'][string];

/** Every gauge that was read at least once, by name. Points lie in the middle of their buckets. */
export function gaugeSeries(all: readonly LoadGauges[], untilSecond = Infinity): readonly GaugeSeries[] {
  const inTime = all.filter(({ fromMs }) => fromMs / 1000 < untilSecond);
  const names = new Set(inTime.flatMap(({ gauges }) => Object.keys(gauges)));
  return [...names].sort().flatMap((name) => {
    const read = inTime.flatMap(({ gauges }) => {
      const one = gauges[name];
      return one === undefined || one.samples === 0 ? [] : [one];
    });
    return read[0] === undefined ? [] : [seriesOf(name, read, read[0].unit, inTime, untilSecond)];
  });
}

function seriesOf(
  name: string,
  read: readonly InBucket[],
  unitRead: string,
  all: readonly LoadGauges[],
  untilSecond: number,
): GaugeSeries {
  const { unit, factor } = shownUnit(unitRead);
  const readings = read.reduce((sum, one) => sum + one.samples, 0);
  const points = all.map(({ fromMs, untilMs, gauges }) => ({
    second: (fromMs / 1000 + Math.min(untilSecond, untilMs / 1000)) / 2,
    ...pointOf(gauges[name], factor),
  }));
  return {
    name: gaugeName(name),
    unit,
    points: downsample(points, join),
    mean: (factor * read.reduce((sum, one) => sum + one.avg * one.samples, 0)) / readings,
    least: factor * Math.min(...read.map((one) => one.min)),
    most: factor * Math.max(...read.map((one) => one.max)),
    readings,
  };
}

function pointOf(one: InBucket | undefined, factor: number): Pick<GaugePoint, 'avg' | 'max'> {
  if (one === undefined || one.samples === 0) return {};
  return { avg: one.avg * factor, max: one.max * factor };
}

/** Also of means, the highest: a peak is not smoothed away. */
function join(points: readonly GaugePoint[]): GaugePoint {
  return {
    second: ((points[0]?.second ?? 0) + (points.at(-1)?.second ?? 0)) / 2,
    avg: max(points, (point) => point.avg),
    max: max(points, (point) => point.max),
  };
}
