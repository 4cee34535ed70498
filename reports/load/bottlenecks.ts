import { mean, sum } from 'd3-array';
import type { LoadGauges } from '../../kernel/load-evidence.ts';
import { count, sayNumber, sayValue } from '../format.ts';
import type { EndpointRow } from './endpoint-rows.ts';
import { family, inFamily } from './gauge-families.ts';
import { sayProcess } from './gauge-name.ts';
import { gaugeSeries, type GaugeSeries } from './gauge-series.ts';

/** Where time goes, as the evidence shows it, and what to look at first. */
export interface Bottleneck {
  readonly what: string;
  readonly advice: string;
}

/**
 * Names what the gauges show: our own machine first, for it spoils the rest; then the target's processes, pools and queues; then
 * the endpoints. Nothing is named that nothing was read of; an empty list only means that nothing stood out.
 */
export function bottlenecksOf(
  endpoints: readonly EndpointRow[],
  gauges: readonly LoadGauges[],
): readonly Bottleneck[] {
  const all = gaugeSeries(gauges);
  const of = (id: Parameters<typeof family>[0]) => inFamily(all, family(id));
  return [
    ...all.flatMap(crowded),
    ...of('cpu').flatMap(busy),
    ...blocked(of('loop')),
    ...of('pool').flatMap(exhausted),
    ...of('queue').flatMap(behind),
    ...slow(endpoints),
  ];
}

/** One bucket's mean above this is a process that mostly computes: Node has one thread for it. */
const BUSY_PERCENT = 80;

function busy({ name, unit, points }: GaugeSeries): readonly Bottleneck[] {
  const most = Math.max(...points.map((point) => point.avg ?? 0));
  if (unit !== '%' || most < BUSY_PERCENT || !name.measure.includes('cpu')) return [];
  const what = `${sayProcess(name)} used ${sayValue(most, '%')} CPU on average in its busiest stretch.`;
  const advice = name.ours
    ? 'The latencies hold waiting of ours: make the load with more k6 processes on a larger machine before trusting them.'
    : 'It computes more than it waits: profile it (node --cpu-prof), then make the hot path cheaper or run more instances.';
  return [{ what, advice }];
}

/** With so little left, whatever runs on the machine waits for its turn. */
const MACHINE_FULL_PERCENT = 95;

function crowded({ name, unit, mean }: GaugeSeries): readonly Bottleneck[] {
  if (!name.ours || name.measure !== 'machine_busy_ratio' || unit !== '%' || mean < MACHINE_FULL_PERCENT)
    return [];
  return [
    {
      what: `The machine that made the load was ${sayValue(mean, '%')} busy on average.`,
      advice:
        'The load, and a target beside it, waited for CPU, and latencies and lags hold that waiting: repeat it on a quieter or larger machine before trusting them.',
    },
  ];
}

/** A request that arrives while the loop is blocked waits at least so long. */
const BLOCKED_MS = 100;

/** Several processes in one row: on a busy machine all are late. */
function blocked(series: readonly GaugeSeries[]): readonly Bottleneck[] {
  const late = series
    .filter(({ name, unit, most }) => unit === 'ms' && most >= BLOCKED_MS && !name.ours)
    .sort((a, b) => b.most - a.most)
    .map(({ name, most }) => `${name.process} by up to ${sayValue(most, 'ms')}`);
  if (late.length === 0) return [];
  return [
    {
      what: `The event loop was late: ${late.join(', ')}.`,
      advice:
        'Something computes in one go, or the machine had no time for it, and every request waits: look for large JSON, synchronous crypto or long loops, and split them or move them to a worker thread.',
    },
  ];
}

const FULL_PERCENT = 95;

function exhausted({ name, unit, most, mean }: GaugeSeries): readonly Bottleneck[] {
  const waits = /wait|pending/.test(name.measure) && most >= 1;
  const full = unit === '%' && most >= FULL_PERCENT;
  if (!waits && !full) return [];
  const what = waits
    ? `Up to ${count(Math.round(most), 'caller')} waited for a connection in ${name.process} (${sayNumber(mean)} on average).`
    : `The connection pool of ${name.process} was ${sayValue(most, '%')} in use.`;
  const advice =
    'Look for transactions that stay open over slow queries or network calls, and for queries that scan for want of an index; raise the pool only after that.';
  return [{ what, advice }];
}

/** A queue that ends this deep, and deeper than it began, was filled faster than it was worked off. */
const BEHIND_JOBS = 10;

function behind({ name, points, most }: GaugeSeries): readonly Bottleneck[] {
  const depths = points.flatMap((point) => (point.avg === undefined ? [] : [point.avg]));
  const third = Math.floor(depths.length / 3);
  if (third === 0 || name.ours) return [];
  const [first = 0, last = 0] = [mean(depths.slice(0, third)), mean(depths.slice(-third))];
  if (last < BEHIND_JOBS || last < 2 * first) return [];
  return [
    {
      what: `The queue ${name.part ?? `of ${name.process}`} grew from ${sayNumber(first)} to ${sayNumber(last)} waiting jobs (means of the first and last third, highest ${sayNumber(most)}).`,
      advice:
        'Jobs arrive faster than they are done: raise concurrency or workers, and see that no job is taken twice because its lock (visibility timeout) is shorter than its work.',
    },
  ];
}

const MOST_ENDPOINTS = 3;
/** Fewer requests than this say little of a percentile. */
const ENOUGH_REQUESTS = 20;
/** An endpoint stands out when it takes so much of all response time, and twice its share of the requests. */
const TIME_SHARE = 0.2;

function slow(endpoints: readonly EndpointRow[]): readonly Bottleneck[] {
  const timed = endpoints.filter((one) => one.sumMs !== undefined && (one.requests ?? 0) >= ENOUGH_REQUESTS);
  const time = sum(timed, (one) => one.sumMs);
  const requests = sum(timed, (one) => one.requests);
  return timed
    .map((one) => ({ one, time: (one.sumMs ?? 0) / time, share: (one.requests ?? 0) / requests }))
    .filter(({ time: part, share }) => part >= TIME_SHARE && part >= 2 * share)
    .sort((a, b) => b.time - a.time)
    .slice(0, MOST_ENDPOINTS)
    .map(({ one, time: part, share }) => ({
      what: `${one.name} takes ${sayValue(part, 'ratio', 2)} of all response time with ${sayValue(share, 'ratio', 2)} of the requests${sayPercentiles(one)}.`,
      advice: adviceOf(one),
    }));
}

function sayPercentiles({ p50, p95 }: EndpointRow): string {
  return p50 === undefined || p95 === undefined
    ? ''
    : `: p50 ${sayValue(p50, 'ms')}, p95 ${sayValue(p95, 'ms')}`;
}

/** A tail this long is not the handler's own work. */
const LONG_TAIL = 5;

function adviceOf({ p50, p95 }: EndpointRow): string {
  if (p50 === undefined || p95 === undefined)
    return 'Trace one of its requests, and look at its queries and at what it waits for.';
  if (p95 >= LONG_TAIL * p50)
    return 'Most are quick and some are slow: look for lock and pool waits, a cache that has expired (its lifetime), and inputs that are larger than the rest.';
  return 'Nearly every request is slow, so it is its own work: trace one, and look at its queries for a scan that an index would save.';
}
