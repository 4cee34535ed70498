import { Int32Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import type { LoadBucket } from '../../kernel/load-evidence.ts';
import { pack } from '../../load/engines/k6/samples/buckets/packed.ts';
import { baselineSchema, type Baseline } from './baseline.ts';
import { groupsOf } from './merged-counts.ts';
import { compact, seriesOf } from './series-of.ts';
import { fabricatedBaseline } from './testing/fabricated-baseline.ts';
import { fabricatedLoad } from './testing/fabricated-load.ts';

describe('the endpoints of a module', () => {
  const latencies = (from: number) => Array.from({ length: 100 }, (_, at) => from + at);
  const endpoint = (module: string, name: string, errors: number) => ({
    ...{ service: 'api', module, method: 'GET', name },
    ...{ requests: 100, errors, sum: 1, p50: 1, p95: 2 },
  });
  const bucket = (hdr?: string): LoadBucket => ({
    ...{ fromMs: 0, untilMs: 10_000, iterations: 300, dropped: 0, late: 0 },
    all: { requests: 300, errors: 3, sum: 1 },
    endpoints: [endpoint('alerts', '/a', 1), endpoint('alerts', '/b', 2), endpoint('auth', '/c', 0)],
    ...(hdr !== undefined && { hdr }),
  });
  const histogram = (values: readonly number[]) => {
    const made = new Int32Histogram(1, 3_600_000_000, 2);
    for (const value of values) made.recordValue(value * 1000);
    return made;
  };

  it('are one group, with the percentiles of all their requests together', () => {
    const hdr = pack([latencies(1), latencies(101), latencies(1)].map(histogram));
    const alerts = groupsOf(bucket(hdr)).get('api:alerts');
    expect(alerts).toMatchObject({ requests: 200, errors: 3 });
    // Between the 100th and the 101st, and the 190th and the 191st, of 1 … 200 ms.
    expect(alerts?.p50).toBeCloseTo(100.5, 0);
    expect((alerts?.p95 ?? 0) / 190).toBeCloseTo(1, 2);
  });

  it('have no percentile together where their histograms are gone; a single one has its own', () => {
    expect(groupsOf(bucket()).get('api:alerts')).toEqual({ requests: 200, errors: 3, p50: null, p95: null });
    expect(groupsOf(bucket()).get('api:auth')).toMatchObject({ p50: 1, p95: 2 });
  });

  it('whose histograms are damaged are no endpoints without requests', () => {
    expect(() => groupsOf(bucket('xx'))).toThrow(/bucket at 0 ms cannot be read/);
  });
});

describe('what a load measured', () => {
  it('has a value for each window, and null where nobody asked', () => {
    const load = fabricatedLoad({ seed: 1, minutes: 5 });
    const [first, ...rest] = load.buckets.slice(3);
    const silent = { ...(first as LoadBucket), endpoints: [], all: { requests: 0, errors: 0, sum: 0 } };
    const { windows, groups } = seriesOf({ ...load, buckets: [silent, ...rest] });
    expect(windows).toHaveLength(27);
    for (const { p95, p50, requests } of groups) {
      expect([p95.length, p50.length, requests.length]).toEqual([27, 27, 27]);
      expect([p95[0], p50[0], requests[0]]).toEqual([null, null, 0]);
      expect(p95[1]).toBeGreaterThan(p50[1] ?? 0);
    }
  });

  it('keeps the gauges of the target that are worse when they rise', () => {
    expect(seriesOf(fabricatedLoad({ seed: 1 })).gauges.map(({ name }) => name)).toEqual([
      'api.memory_bytes',
    ]);
  });

  it('leaves out groups whose p95 would be one request', () => {
    const { groups } = compact(seriesOf(fabricatedLoad({ seed: 1, modules: 15 })));
    expect(groups.map(({ group }) => group)).toEqual(['all']);
  });

  it('fits in 200 kB for a day with many modules and gauges', () => {
    const day = fabricatedLoad({ seed: 1, minutes: 1440, modules: 20 });
    const read = day.gauges[0]?.gauges['api.memory_bytes'];
    if (!read) throw new Error('no gauge');
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`part-${at}.memory_bytes`, { ...read, avg: 123_456_789 }]),
    );
    // Each busy enough to be kept.
    const buckets = day.buckets.map((bucket) => ({
      ...bucket,
      endpoints: bucket.endpoints.map((one) => ({ ...one, requests: one.requests * 200 + 12_345 })),
    }));
    const gauges = day.gauges.map((one) => ({ ...one, gauges: many }));
    const series = compact(seriesOf({ ...day, buckets, gauges }));
    const baseline: Baseline = { ...fabricatedBaseline({ seed: 1 }), series };
    expect([series.groups.length, series.gauges.length]).toEqual([11, 12]);
    expect(JSON.stringify(baselineSchema.parse(baseline)).length).toBeLessThan(200_000);
  });
});
