import { describe, expect, it } from 'vitest';
import { bucketEvent, loadEvidence } from '../testing/load-evidence.ts';
import { packLatencies } from '../testing/pack-histograms.ts';
import { metric } from '../testing/suite-samples.ts';
import { endpointsOf } from './endpoints.ts';
import { endpointRows } from './endpoint-rows.ts';
import { MergedHistogram, unpackHistograms } from './packed-histograms.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const counts = { requests: 100, errors: 2, sum: 5050, max: 100, p95: 95 };
/** 1 ms to 100 ms, and 20 times 2,500 ms, as load suites pack them. */
const PACKED =
  'Y~MAwOPAbv!5m4kVuxz8C56nU9/9yxyYbQHPVp4C!YhwQUpSbggU!alODoBuR73!tyMFXPNQssBxaLoj0tW79OTAB1CAAAAK4PtE95/9V/e+DcPUVUXlpGFWfttDccVkSou59LUAK+g0pP3WPQ==';

describe('packed histograms', () => {
  it('are read as load suites write them, and merged', () => {
    const merged = new MergedHistogram();
    const [first, second, ...others] = unpackHistograms(PACKED);
    expect(others).toEqual([]);
    if (first === undefined || second === undefined) throw new Error('two were packed');
    expect([first.totalCount, second.totalCount]).toEqual([100, 20]);
    for (const one of [first, second]) merged.add(one);
    expect((merged.percentileMs(50) ?? 0) / 60.5).toBeCloseTo(1, 2);
    expect((merged.percentileMs(95) ?? 0) / 2500).toBeCloseTo(1, 2);
    expect(new MergedHistogram().percentileMs(50)).toBeUndefined();
  });

  it('of another kind are refused', () => expect(() => unpackHistograms('abcd')).toThrow());
});

describe('endpoints of a run that was killed', () => {
  it('have percentiles over all buckets, not an average of those of each', () => {
    const evidence = loadEvidence([
      bucketEvent(0, [counts], { hdr: packLatencies([upTo(100)]) }),
      bucketEvent(1, [{ ...counts, requests: 10, sum: 10_000, max: 1000, p95: 1000 }], {
        hdr: packLatencies([Array.from({ length: 10 }, () => 1000)]),
      }),
    ]);
    const [row, ...others] = endpointRows(evidence);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: 'GET /a', service: 'api', requests: 110, errors: 4, max: 1000 });
    expect((row?.p50 ?? 0) / 55).toBeCloseTo(1, 1);
    // 105 of 110 are at most 1,000 ms; a step of the histogram reaches beyond, which the maximum does not.
    expect(row?.p95).toBe(1000);
    expect(row?.p95OverTime).toEqual([
      [5, 95],
      [15, 1000],
    ]);
  });

  it('have none where a histogram is missing or broken; their counts stand', () => {
    for (const hdr of [undefined, 'broken', packLatencies([[1], [2]])]) {
      const evidence = loadEvidence([bucketEvent(0, [counts], hdr === undefined ? {} : { hdr })]);
      expect(endpointRows(evidence)).toMatchObject([{ requests: 100, max: 100 }]);
      expect(endpointRows(evidence)[0]?.p95).toBeUndefined();
      const { columns } = endpointsOf({ evidence });
      expect(columns).toEqual(['Requests', 'Rate', 'Errors', 'Max']);
    }
  });
});

describe('endpoints', () => {
  it('have what metrics say, and from the buckets what these do not', () => {
    const metrics = [
      metric('endpoint.GET /a.p95', 88, 'ms', 120),
      metric('endpoint.GET /a.requests', 120, 'count', 120),
    ];
    const evidence = loadEvidence([bucketEvent(0, [counts])], { metrics });
    expect(endpointRows(evidence)).toMatchObject([
      { name: 'GET /a', requests: 120, p95: 88, max: 100, module: 'content' },
    ]);
  });

  it('of two services with one path are two, and metrics tell neither', () => {
    const metrics = [metric('endpoint.GET /a.p95', 88, 'ms', 120)];
    const evidence = loadEvidence([bucketEvent(0, [counts, { ...counts, service: 'web' }])], { metrics });
    expect(endpointRows(evidence).map(({ service, p95 }) => [service, p95])).toEqual([
      ['api', undefined],
      ['web', undefined],
    ]);
  });

  it('without a sample are not in the table', () =>
    expect(endpointRows(loadEvidence([], { metrics: [metric('endpoint.GET /a.p95', 0, 'ms', 0)] }))).toEqual(
      [],
    ));

  it('come slowest first, thirty at most; the rest is counted', () => {
    const metrics = upTo(40).map((one) => metric(`endpoint.GET /${one}.p95`, one, 'ms', 50));
    const { rows, more } = endpointsOf({ evidence: loadEvidence([], { metrics }) });
    expect([rows.length, more, rows[0]?.name, rows[0]?.values]).toEqual([30, 10, 'GET /40', ['40 ms']]);
  });

  it('without a percentile come by their mean', () => {
    const slow = { ...counts, name: '/slow', sum: 90_000 };
    const evidence = loadEvidence([bucketEvent(0, [counts, slow])]);
    expect(endpointRows(evidence).map(({ name }) => name)).toEqual(['GET /slow', 'GET /a']);
  });
});
