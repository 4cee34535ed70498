import type { ResolvedThreshold } from '../kernel/suite.ts';
import { phasesOfSeries, type Stretch } from './phases.ts';
import { plot, type Limit, type Line } from './plot.ts';
import type { SeriesPoint } from './series.ts';
import type { SuiteRow } from './suite-row.ts';

const MOST_POINTS = 240;

/** Rate, latency and errors over time as three plots of the same width, with phases and the suite's limits drawn in. */
export function loadPlots(row: SuiteRow): readonly string[] {
  const { series, evidence } = row;
  if (series === undefined || series.length < 2 || evidence === undefined) return [];
  const points = thin(series);
  const phases = phasesOfSeries(evidence);
  const limits = evidence.suite.thresholds.flatMap((one) => limitOf(one, phases));
  const of = (...names: readonly string[]) => limits.filter((limit) => names.includes(limit.name));
  const latencies = (['p50', 'p95', 'p99'] as const).map((name) => latency(points, name));
  const rates = [rate(points, widthOf(series))];
  return [
    plot({ title: 'Requests per second', unit: '/s', lines: rates, limits: of('rate'), phases }),
    plot({ title: 'Latency', unit: 'ms', lines: latencies, limits: of('p50', 'p95', 'p99'), phases }),
    plot({ title: 'Failed requests', unit: '%', lines: [errors(points)], limits: of('errors'), phases }),
  ];
}

/** The seconds that a point stands for. */
function widthOf(series: readonly SeriesPoint[]): number {
  const gaps = series.slice(1).map((point, index) => point.second - (series[index]?.second ?? 0));
  return Math.max(1, Math.min(...gaps));
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

function rate(points: readonly SeriesPoint[], width: number): Line {
  return { name: 'rate', points: points.map((point) => [point.second, point.requests / width]) };
}

function latency(points: readonly SeriesPoint[], name: 'p50' | 'p95' | 'p99'): Line {
  return { name, points: points.map((point) => [point.second, point[name] ?? undefined]) };
}

function errors(points: readonly SeriesPoint[]): Line {
  const share = ({ requests, errors: failed }: SeriesPoint) => (requests > 0 ? (100 * failed) / requests : 0);
  return { name: 'errors', points: points.map((point) => [point.second, share(point)]) };
}

const LINES: readonly (readonly [RegExp, (percentile: string) => string])[] = [
  [/^(?:http_req_duration|latency)?\.?(p50|p95|p99)$/, (percentile) => percentile],
  [/^(?:http_req_failed|errors?)(?:\.rate)?$/, () => 'errors'],
  [/^(?:http_reqs|requests|throughput)(?:\.rate)?$/, () => 'rate'],
];

/**
 * Where a threshold is drawn, if it belongs to a line. `during.http_req_failed.rate` is drawn over its phase only;
 * `http_req_duration{service:api}.p95` says whose it is; one on another metric is not drawn.
 */
function limitOf(threshold: ResolvedThreshold, phases: readonly Stretch[]): readonly Limit[] {
  const phase = phases.find(({ name }) => threshold.metric.startsWith(`${name}.`));
  const metric = phase ? threshold.metric.slice(phase.name.length + 1) : threshold.metric;
  const tag = /\{([^}]*)\}/.exec(metric)?.[1];
  const line = LINES.map(([pattern, nameOf]) => {
    const match = pattern.exec(metric.replace(/\{[^}]*\}/, ''));
    return match === null ? undefined : nameOf(match[1] ?? '');
  }).find((name) => name !== undefined);
  if (line === undefined) return [];
  const value = threshold.unit === 'ratio' ? threshold.limit * 100 : threshold.limit;
  const span = phase && { fromSecond: phase.fromMs / 1000, untilSecond: phase.untilMs / 1000 };
  return [{ name: line, value, ...(tag !== undefined && { tag }), ...span }];
}
