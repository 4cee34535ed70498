import type { Evidence, Metric } from '../../kernel/evidence.ts';
import {
  endpointsOfBuckets,
  percentilesOfBuckets,
  type BucketEndpoint,
  type Percentiles,
} from './bucket-endpoints.ts';
import { loadRecordOf } from './load-record.ts';

/** What is known of an endpoint. Latencies in ms. */
export interface EndpointRow {
  readonly name: string;
  /** Of buckets only: `api`, `content`. */
  readonly service?: string | undefined;
  readonly module?: string | undefined;
  readonly requests?: number | undefined;
  readonly errors?: number | undefined;
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
  readonly max?: number | undefined;
  readonly sumMs?: number | undefined;
  readonly p95OverTime?: BucketEndpoint['p95'] | undefined;
}

const rows = new WeakMap<Evidence, readonly EndpointRow[]>();

/**
 * Every endpoint, slowest p95 first, then those of unknown p95 by their mean: from the metrics `endpoint.<name>.<measurement>` and from the
 * buckets. Where both tell the same, the metric counts: it is over the whole run.
 */
export function endpointRows(evidence: Evidence | undefined): readonly EndpointRow[] {
  if (evidence === undefined) return [];
  const known = rows.get(evidence) ?? readRows(evidence);
  rows.set(evidence, known);
  return known;
}

function readRows(evidence: Evidence): readonly EndpointRow[] {
  const { buckets } = loadRecordOf(evidence);
  const metrics = metricRows(evidence.metrics);
  const bucketed = endpointsOfBuckets(buckets);
  const names = Map.groupBy(bucketed, ({ name }) => name);
  // Metrics do not tell services apart: of a name that two of them have, only the buckets are right.
  const told = (name: string) => (names.get(name)?.length === 1 ? metrics.get(name) : undefined);
  // Histograms are dear: only where no metric tells.
  const untold = bucketed.some(({ name }) => told(name)?.p95 === undefined);
  const percentiles = untold ? percentilesOfBuckets(buckets) : new Map<string, Percentiles>();
  const all = [
    ...bucketed.map((one) => ({
      ...rowOf(one),
      ...capped(percentiles.get(one.key), one.maxMs),
      ...told(one.name),
    })),
    ...[...metrics].filter(([name]) => !names.has(name)).map(([, row]) => row),
  ];
  return all.sort((a, b) => (b.p95 ?? -1) - (a.p95 ?? -1) || meanOf(b) - meanOf(a));
}

/** A histogram's steps reach beyond the highest value that is in it; the maximum is exact. */
function capped(of: Percentiles | undefined, maxMs = Infinity): Partial<Percentiles> {
  const cap = (ms: number | undefined) => (ms === undefined ? undefined : Math.min(ms, maxMs));
  return of === undefined ? {} : { p50: cap(of.p50), p95: cap(of.p95), p99: cap(of.p99) };
}

function meanOf({ sumMs, requests }: EndpointRow): number {
  return sumMs === undefined || requests === undefined || requests === 0 ? -1 : sumMs / requests;
}

function rowOf({ maxMs: max, p95: p95OverTime, ...told }: BucketEndpoint): EndpointRow {
  return { ...told, max, p95OverTime };
}

const TOLD = ['requests', 'errors', 'p50', 'p95', 'p99', 'max'] as const;

function metricRows(metrics: readonly Metric[]): Map<string, EndpointRow> {
  const found = new Map<string, EndpointRow>();
  for (const { name, value, samples } of metrics) {
    const match = /^endpoint\.(.+)\.([^.]+)$/.exec(name);
    const measurement = TOLD.find((one) => one === match?.[2]);
    const endpoint = match?.[1];
    if (endpoint === undefined || measurement === undefined || samples === 0) continue;
    found.set(endpoint, { ...(found.get(endpoint) ?? { name: endpoint }), [measurement]: value });
  }
  return found;
}
