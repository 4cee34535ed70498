import { gaugePlots } from './gauge-plots.ts';
import { kneeStretches } from './knee.ts';
import { limitsOf } from './limits.ts';
import { loadRecordOf, type LoadRecord } from './load-record.ts';
import { measuredOf, type LoadSuite, type MeasuredPoint } from './measured.ts';
import { offeredLine } from './offered-line.ts';
import { downsampleMeasured } from './downsample.ts';
import { phasesSince } from './phases.ts';
import type { Html } from '../drawing/html.ts';
import { plot, type Limit, type Line, type Stretch } from '../drawing/plot.ts';

/**
 * The load over time as plots of one width and one time axis: what was offered and achieved, latency, failures, and what was read
 * of target and generator. Phases and the suite's limits are drawn in. None when less than two stretches were measured.
 */
export function loadPlots(suite: LoadSuite): readonly Html[] {
  const { evidence } = suite;
  const { points, zeroMs } = measuredOf(suite);
  if (points.length < 2 || evidence === undefined) return [];
  const record = loadRecordOf(evidence);
  const untilSecond = endOf(points, record);
  const phases = [
    ...phasesSince(evidence, zeroMs),
    ...kneeStretches(record.knee ?? record.steps, record.plan),
  ];
  const limits = limitsOf(evidence.suite.thresholds, phases);
  const shared = { phases, untilSecond };
  return [
    ...offerPlots(record, shared),
    ...trafficPlots(downsampleMeasured(points), limits, shared),
    ...gaugePlots(record.gauges, evidence.suite.thresholds, shared),
  ];
}

/** What all plots of a suite have in common. */
export interface SharedAxis {
  readonly phases: readonly Stretch[];
  readonly untilSecond: number;
}

/** The last bucket is whole only on paper: the axis ends with the last sample, unless whole buckets without any follow. */
function endOf(points: readonly MeasuredPoint[], { buckets }: LoadRecord): number {
  const measured = points.at(-1)?.untilSecond ?? 0;
  const last = buckets.at(-1);
  return last !== undefined && last.fromMs / 1000 >= measured ? last.untilMs / 1000 : measured;
}

function offerPlots(record: LoadRecord, shared: SharedAxis): readonly Html[] {
  const plotOf = (title: string, unit: string, offered: Line['points'], measured: readonly Line[]) =>
    offered.length === 0
      ? []
      : [plot({ ...shared, title, unit, lines: [lineOf('offered', offered), ...measured], limits: [] })];
  const [iterations, users] = (['iterations/s', 'users'] as const).map((unit) =>
    offeredLine(record.plan, unit, shared.untilSecond),
  );
  return [
    ...plotOf('Iterations per second', '/s', iterations ?? [], achieved(record, shared.untilSecond)),
    ...plotOf('Users', '', users ?? [], usersAtWork(record, shared.untilSecond)),
  ];
}

/** None of a load whose buckets do not tell. */
function usersAtWork({ buckets }: LoadRecord, untilSecond: number): readonly Line[] {
  const points = buckets.map(({ fromMs, untilMs, users }) => {
    const stretch = { fromSecond: fromMs / 1000, untilSecond: Math.min(untilMs / 1000, untilSecond) };
    return [middle(stretch), users] as const;
  });
  return points.some(([, users]) => users !== undefined) ? [lineOf('achieved', points)] : [];
}

function lineOf(name: string, points: Line['points']): Line {
  return { name, points };
}

/** Iterations that ended, and those that were dropped if any was. Only buckets tell. */
function achieved({ buckets }: LoadRecord, untilSecond: number): readonly Line[] {
  const stretches = buckets.map(({ fromMs, untilMs, iterations, dropped }) => {
    const fromSecond = fromMs / 1000;
    return { fromSecond, untilSecond: Math.min(untilMs / 1000, untilSecond), iterations, dropped };
  });
  const perSecond = (name: 'iterations' | 'dropped'): Line['points'] =>
    stretches
      .filter((one) => one.untilSecond > one.fromSecond)
      .map((one) => [middle(one), one[name] / (one.untilSecond - one.fromSecond)]);
  if (stretches.length === 0) return [];
  const dropped = buckets.some((bucket) => bucket.dropped > 0);
  return [
    { name: 'achieved', points: perSecond('iterations') },
    ...(dropped ? [{ name: 'dropped', tone: 'errors', points: perSecond('dropped') }] : []),
  ];
}

function middle({ fromSecond, untilSecond }: Pick<MeasuredPoint, 'fromSecond' | 'untilSecond'>): number {
  return (fromSecond + untilSecond) / 2;
}

function trafficPlots(
  points: readonly MeasuredPoint[],
  limits: readonly Limit[],
  shared: SharedAxis,
): readonly Html[] {
  const of = (...names: readonly string[]) => limits.filter((limit) => names.includes(limit.name));
  const latencies = (['p50', 'p95', 'p99'] as const).map((name) =>
    lineOf(
      name,
      points.map((point) => [middle(point), point[name]]),
    ),
  );
  const { rates, errors } = { rates: [rate(points)], errors: [failures(points)] };
  return [
    plot({ ...shared, title: 'Requests per second', unit: '/s', lines: rates, limits: of('rate') }),
    plot({ ...shared, title: 'Latency', unit: 'ms', lines: latencies, limits: of('p50', 'p95', 'p99') }),
    plot({ ...shared, title: 'Failed requests', unit: '%', lines: errors, limits: of('errors') }),
  ];
}

function rate(points: readonly MeasuredPoint[]): Line {
  const perSecond = ({ requests, fromSecond, untilSecond }: MeasuredPoint) =>
    requests / (untilSecond - fromSecond);
  return lineOf(
    'rate',
    points.map((point) => [middle(point), perSecond(point)]),
  );
}

function failures(points: readonly MeasuredPoint[]): Line {
  const share = ({ requests, errors }: MeasuredPoint) =>
    requests > 0 ? (100 * errors) / requests : undefined;
  return lineOf(
    'errors',
    points.map((point) => [middle(point), share(point)]),
  );
}
