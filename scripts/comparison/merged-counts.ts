import { InfraError, messageOf } from '../../kernel/errors.ts';
import type { LoadBucket, LoadCounts } from '../../kernel/load-evidence.ts';
import { MergedHistogram, unpackHistograms } from '../../reports/load/packed-histograms.ts';

type Histogram = ReturnType<typeof unpackHistograms>[number];

export interface WindowCounts {
  readonly requests: number;
  readonly errors: number;
  /** Latencies in ms; `null` without a request, or where the histograms of several endpoints were not kept. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export const NOTHING: WindowCounts = { requests: 0, errors: 0, p50: null, p95: null };

/** The endpoints of a bucket by `service:module`. Throws an InfraError for histograms that cannot be read. */
export function groupsOf(bucket: LoadBucket): ReadonlyMap<string, WindowCounts> {
  const histograms = histogramsOf(bucket);
  const parts = bucket.endpoints.map((counts, at) => ({ counts, histogram: histograms[at] }));
  const groups = Map.groupBy(parts, ({ counts: { service, module } }) => `${service}:${module}`);
  return new Map([...groups].map(([group, members]) => [group, merged(members)]));
}

function histogramsOf({ hdr, fromMs }: LoadBucket): readonly Histogram[] {
  try {
    return hdr === undefined ? [] : unpackHistograms(hdr);
  } catch (error) {
    throw new InfraError(`histograms of the bucket at ${fromMs} ms cannot be read: ${messageOf(error)}`);
  }
}

export function countsOf({ requests, errors, p50, p95 }: LoadCounts): WindowCounts {
  return { requests, errors, p50: p50 ?? null, p95: p95 ?? null };
}

interface Part {
  readonly counts: LoadCounts;
  readonly histogram: Histogram | undefined;
}

/** Several endpoints as one. Percentiles are those of their histograms together, never an average of percentiles. */
function merged(parts: readonly Part[]): WindowCounts {
  const asked = parts.filter(({ counts }) => counts.requests > 0);
  const [only, ...others] = asked;
  if (only === undefined) return NOTHING;
  if (others.length === 0) return countsOf(only.counts);
  return {
    requests: asked.reduce((sum, { counts }) => sum + counts.requests, 0),
    errors: asked.reduce((sum, { counts }) => sum + counts.errors, 0),
    ...percentilesOf(
      asked.flatMap(({ histogram }) => histogram ?? []),
      asked.length,
    ),
  };
}

function percentilesOf(histograms: readonly Histogram[], expected: number) {
  if (histograms.length < expected) return { p50: null, p95: null };
  const whole = new MergedHistogram();
  for (const histogram of histograms) whole.add(histogram);
  return { p50: whole.percentileMs(50) ?? null, p95: whole.percentileMs(95) ?? null };
}
