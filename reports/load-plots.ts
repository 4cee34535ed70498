import type { ResolvedThreshold } from '../kernel/suite.ts';
import { plot, type Limit, type Line } from './plot.ts';
import type { SeriesPoint } from './series.ts';
import type { SuiteRow } from './suite-row.ts';

const MOST_POINTS = 240;

/** Rate, latency and errors over time as three plots of the same width, with the suite's limits drawn in. */
export function loadPlots(row: SuiteRow): readonly string[] {
  const { series, evidence } = row;
  if (series === undefined || series.length < 2 || evidence === undefined) return [];
  const points = thin(series);
  const limits = evidence.suite.thresholds;
  return [
    plot({ title: 'Requests per second', unit: '/s', lines: [rate(points)], limits: rateLimits(limits) }),
    plot({
      title: 'Latency',
      unit: 'ms',
      lines: [latency(points, 'p50'), latency(points, 'p95'), latency(points, 'p99')],
      limits: latencyLimits(limits),
    }),
    plot({ title: 'Failed requests', unit: '%', lines: [errors(points)], limits: errorLimits(limits) }),
  ];
}

/** At most 240 points. A thinned point keeps the worst latency and the mean rate, so that no peak is smoothed away. */
export function thin(series: readonly SeriesPoint[], most = MOST_POINTS): readonly SeriesPoint[] {
  const size = Math.ceil(series.length / most);
  if (size <= 1) return series;
  const groups = Map.groupBy(series, (_, index) => Math.floor(index / size));
  return [...groups.values()].map(merge);
}

function merge(points: readonly SeriesPoint[]): SeriesPoint {
  const mean = (of: (point: SeriesPoint) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const worst = (of: (point: SeriesPoint) => number | null | undefined) => {
    const values = points.map(of).filter((value) => value !== null && value !== undefined);
    return values.length > 0 ? Math.max(...values) : undefined;
  };
  return {
    second: points[0]?.second ?? 0,
    requests: mean((point) => point.requests),
    errors: mean((point) => point.errors),
    p50: worst((point) => point.p50),
    p95: worst((point) => point.p95),
    p99: worst((point) => point.p99),
  };
}

function rate(points: readonly SeriesPoint[]): Line {
  return { name: 'rate', points: points.map((point) => [point.second, point.requests]) };
}

function latency(points: readonly SeriesPoint[], name: 'p50' | 'p95' | 'p99'): Line {
  return { name, points: points.map((point) => [point.second, point[name] ?? undefined]) };
}

function errors(points: readonly SeriesPoint[]): Line {
  const share = ({ requests, errors: failed }: SeriesPoint) => (requests > 0 ? (100 * failed) / requests : 0);
  return { name: 'errors', points: points.map((point) => [point.second, share(point)]) };
}

/** Only limits on the whole: one on a single endpoint would be drawn beside the wrong line. */
function latencyLimits(limits: readonly ResolvedThreshold[]): readonly Limit[] {
  return limits.flatMap(({ metric, limit, unit }) => {
    const name = /^(?:http_req_duration\.|latency\.)?(p50|p95|p99)$/.exec(metric)?.[1];
    return unit === 'ms' && name !== undefined ? [{ name, value: limit }] : [];
  });
}

function errorLimits(limits: readonly ResolvedThreshold[]): readonly Limit[] {
  return limits.flatMap(({ metric, limit, unit }) => {
    if (!/^(http_req_failed|errors?)(\.rate)?$/.test(metric) || (unit !== 'ratio' && unit !== '%')) return [];
    return [{ name: 'errors', value: unit === 'ratio' ? limit * 100 : limit }];
  });
}

function rateLimits(limits: readonly ResolvedThreshold[]): readonly Limit[] {
  return limits.flatMap(({ metric, limit }) =>
    /^(http_reqs|requests|throughput)(\.rate)?$/.test(metric) ? [{ name: 'rate', value: limit }] : [],
  );
}
