import type { Sample } from '../../load/comparison/align.ts';
import type { Member } from '../../load/comparison/compare-family.ts';
import type { ComparedRow } from '../../reports/load/comparison.ts';
import type { GroupSeries, SuiteSeries } from './baseline.ts';

/** A measure of both runs, and what a report calls it. */
export interface NamedMember extends Member, Pick<ComparedRow, 'measure' | 'group' | 'unit'> {}

const SECOND_MS = 1000;

/** Every measure that the baseline holds; one that the other run lacks has no window there. */
export function membersOf(before: SuiteSeries, after: SuiteSeries): readonly NamedMember[] {
  return [
    ...before.groups.flatMap((group) => membersOfGroup(group, before, after)),
    throughput(before, after),
    ...before.gauges.map((gauge) => gaugeMember(gauge, before, after)),
  ];
}

function membersOfGroup({ group }: GroupSeries, before: SuiteSeries, after: SuiteSeries) {
  const member = (
    samples: (series: SuiteSeries) => readonly Sample[],
    unit: string,
    measure: string,
  ): NamedMember => ({
    measure,
    group,
    unit,
    before: samples(before),
    after: samples(after),
    worse: 'higher',
    effectIs: unit === 'share' ? 'difference' : 'relative',
    decides: true,
  });
  return [
    member((series) => latencies(series, group, 'p95'), 'ms', 'p95'),
    member((series) => latencies(series, group, 'p50'), 'ms', 'p50'),
    member((series) => shares(series, group), 'share', 'errors'),
  ];
}

function latencies(series: SuiteSeries, name: string, of: 'p50' | 'p95'): readonly Sample[] {
  const group = groupNamed(series, name);
  return samplesOf(series, (at) => group?.[of][at], group?.requests);
}

function shares(series: SuiteSeries, name: string): readonly Sample[] {
  const group = groupNamed(series, name);
  const share = (at: number) => {
    const requests = group?.requests[at] ?? 0;
    return requests === 0 ? null : (group?.errors[at] ?? 0) / requests;
  };
  return samplesOf(series, share, group?.requests);
}

function throughput(before: SuiteSeries, after: SuiteSeries): NamedMember {
  const rates = (series: SuiteSeries) => {
    const all = groupNamed(series, 'all');
    return samplesOf(series, (at, seconds) => (all?.requests[at] ?? 0) / seconds);
  };
  return {
    measure: 'throughput',
    group: 'all',
    unit: 'requests/s',
    before: rates(before),
    after: rates(after),
    worse: 'lower',
    effectIs: 'relative',
    decides: true,
  };
}

/** Only shown: memory drifts and is collected in its own time, so that two runs of one program differ. */
function gaugeMember(
  { name, unit }: SuiteSeries['gauges'][number],
  before: SuiteSeries,
  after: SuiteSeries,
): NamedMember {
  const values = (series: SuiteSeries) => {
    const gauge = series.gauges.find((one) => one.name === name);
    return samplesOf(series, (at) => gauge?.avg[at]);
  };
  const shown = { measure: name, group: 'target', unit, worse: 'higher', effectIs: 'relative' } as const;
  return { ...shown, before: values(before), after: values(after), decides: false };
}

function groupNamed({ groups }: SuiteSeries, name: string): GroupSeries | undefined {
  return groups.find(({ group }) => group === name);
}

/** The windows that have a value. */
function samplesOf(
  { windows }: SuiteSeries,
  valueOf: (at: number, seconds: number) => number | null | undefined,
  weights?: readonly number[],
): readonly Sample[] {
  return windows.flatMap(({ level: step, fromMs, untilMs }, at) => {
    const value = valueOf(at, (untilMs - fromMs) / SECOND_MS);
    return value === null || value === undefined ? [] : [{ step, value, weight: weights?.[at] ?? 1 }];
  });
}
