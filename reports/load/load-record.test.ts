import { describe, expect, it } from 'vitest';
import { bucketEvent, gaugesEvent, loadEvidence, planEvent } from '../testing/load-evidence.ts';
import { loadRecordOf } from './load-record.ts';
import { measuredOf, plannedEndMs } from './measured.ts';

const ALL = { requests: 40, errors: 1, sum: 400, p50: 9, p95: 20, p99: 30 };

describe('the record of a load', () => {
  it('is empty where nothing was journalled', () => {
    expect(loadRecordOf(undefined)).toEqual({ buckets: [], gauges: [], unreadable: 0 });
    expect(loadRecordOf(loadEvidence([]))).toMatchObject({ plan: undefined, buckets: [], unreadable: 0 });
  });

  it('has each stretch of time once, in order; what was written last counts', () => {
    const { buckets } = loadRecordOf(
      loadEvidence([bucketEvent(1), bucketEvent(0), bucketEvent(1, [], { iterations: 7 })]),
    );
    expect(buckets.map(({ fromMs, iterations }) => [fromMs, iterations])).toEqual([
      [0, 0],
      [10_000, 7],
    ]);
  });

  it('joins what several readers read in the same stretch', () => {
    const { gauges } = loadRecordOf(
      loadEvidence([
        gaugesEvent(0, { 'api.cpu_ratio': { avg: 0.4 } }),
        gaugesEvent(0, { 'generator.cpu_ratio': { avg: 0.1 } }),
      ]),
    );
    expect(gauges.map((one) => Object.keys(one.gauges))).toEqual([['api.cpu_ratio', 'generator.cpu_ratio']]);
  });

  it('counts what it cannot read, and keeps the rest', () => {
    const broken = { ...bucketEvent(0), detail: { fromMs: 0 } };
    expect(loadRecordOf(loadEvidence([broken, bucketEvent(1), planEvent()]))).toMatchObject({
      unreadable: 1,
      buckets: [{ fromMs: 10_000 }],
      plan: { workers: 1 },
    });
  });
});

describe('a load over time', () => {
  const series = [0, 8].map((second) => ({ second, requests: 80, errors: 0 }));
  const began = (iso: string) => ({ name: 'timeseries', at: '', detail: { startedAt: iso } });

  it('comes from the series, on the clock of the plan', () => {
    const evidence = loadEvidence([planEvent({ startMs: 10_000 }), began('1970-01-01T00:00:12.000Z')]);
    expect(measuredOf({ evidence, series })).toMatchObject({
      from: 'series',
      zeroMs: 10_000,
      points: [
        { fromSecond: 2, untilSecond: 10 },
        { fromSecond: 10, untilSecond: 18 },
      ],
    });
  });

  it('comes from the buckets where no series was attached', () => {
    const evidence = loadEvidence([bucketEvent(0, [], { all: ALL }), bucketEvent(1)]);
    expect(measuredOf({ evidence })).toEqual({
      from: 'buckets',
      zeroMs: undefined,
      points: [
        { fromSecond: 0, untilSecond: 10, requests: 40, errors: 1, p50: 9, p95: 20, p99: 30 },
        { fromSecond: 10, untilSecond: 20, requests: 0, errors: 0 },
      ],
    });
  });

  it('has no planned end where the plan leaves it open', () =>
    expect(plannedEndMs(undefined)).toBeUndefined());
});
