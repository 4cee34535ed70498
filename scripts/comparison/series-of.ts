import { medianOf } from '../../load/comparison/median.ts';
import type { GroupSeries, SuiteSeries } from './baseline.ts';
import type { RecordedLoad } from './load-of.ts';
import { countsOf, groupsOf, NOTHING, type WindowCounts } from './merged-counts.ts';
import { windowsOf } from './windows.ts';

/** Fewer requests in a usual window, and a group's p95 is one request's. */
const LEAST_REQUESTS = 20;
const MOST_GROUPS = 10;
const MOST_GAUGES = 12;

/** What is worse when it rises. */
const RISING = /cpu|memory|rss|heap|lag|depth|queue|pool|waiting/i;
/** What made the load, not what bore it. */
const OURS = /^(generator|harness|k6)\./;

/** Everything that a load measured, window by window. */
export function seriesOf(load: RecordedLoad): SuiteSeries {
  const windows = [...windowsOf(load.plan, load.buckets)];
  const kept = new Set(windows.map(({ fromMs }) => fromMs));
  const buckets = load.buckets.filter(({ fromMs }) => kept.has(fromMs));
  const byWindow = buckets.map(groupsOf);
  const names = [...new Set(byWindow.flatMap((groups) => [...groups.keys()]))].sort();
  return {
    windows,
    groups: [
      groupSeries(
        'all',
        buckets.map(({ all }) => countsOf(all)),
      ),
      ...names.map((name) =>
        groupSeries(
          name,
          byWindow.map((groups) => groups.get(name) ?? NOTHING),
        ),
      ),
    ],
    gauges: gaugesOf(load, windows),
  };
}

function groupSeries(group: string, windows: readonly WindowCounts[]): GroupSeries {
  return {
    group,
    requests: windows.map(({ requests }) => requests),
    errors: windows.map(({ errors }) => errors),
    p50: windows.map(({ p50 }) => rounded(p50)),
    p95: windows.map(({ p95 }) => rounded(p95)),
  };
}

function gaugesOf({ gauges }: RecordedLoad, windows: SuiteSeries['windows']): SuiteSeries['gauges'] {
  const read = new Map(gauges.map((one) => [one.fromMs, one.gauges]));
  const units = new Map(
    gauges.flatMap((one) => Object.entries(one.gauges).map(([name, { unit }]) => [name, unit] as const)),
  );
  return [...units]
    .filter(([name]) => RISING.test(name) && !OURS.test(name))
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, unit]) => ({
      name,
      unit,
      avg: windows.map(({ fromMs }) => rounded(read.get(fromMs)?.[name]?.avg ?? null)),
    }));
}

/** Four digits: measured values have no more, and the artefact stays small. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}

/** What is kept for comparison: everything together, the 10 busiest groups with enough requests a window, and 12 gauges. */
export function compact(series: SuiteSeries): SuiteSeries {
  const [all, ...groups] = series.groups;
  const busiest = groups
    .filter(({ requests }) => medianOf(requests) >= LEAST_REQUESTS)
    .sort((a, b) => medianOf(b.requests) - medianOf(a.requests))
    .slice(0, MOST_GROUPS);
  return {
    ...series,
    groups: [...(all ? [all] : []), ...busiest],
    gauges: series.gauges.slice(0, MOST_GAUGES),
  };
}
