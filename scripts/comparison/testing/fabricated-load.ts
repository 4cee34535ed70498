import { bucketAt, type LoadBucket, type LoadPlan } from '../../../kernel/load-evidence.ts';
import {
  slowness,
  percentiles,
  seeded,
  USUAL_SPREAD,
} from '../../../load/comparison/testing/simulated-load.ts';
import type { RecordedLoad } from '../load-of.ts';

const MINUTE_MS = 60_000;

export interface FabricatedLoad {
  readonly seed: number;
  /** 10 unless told. */
  readonly minutes?: number;
  /** Of every latency. */
  readonly factor?: number;
  /** Endpoints of as many modules; 2 unless told. */
  readonly modules?: number;
  readonly plan?: Partial<LoadPlan>;
}

export function samplePlan(minutes: number, more: Partial<LoadPlan> = {}): LoadPlan {
  const stage = { fromMs: 0, untilMs: minutes * MINUTE_MS, from: 20, target: 20 };
  return {
    startMs: Date.UTC(2026, 10, 21, 3, 12),
    profile: 'stress',
    scale: { time: 1, rate: 1 },
    workers: 1,
    offered: [{ scenario: 'stress', unit: 'iterations/s', stages: [stage] }],
    ...more,
  };
}

/** What a load of 20 requests a second would have journalled, drawn from log-normal, autocorrelated latencies. */
export function fabricatedLoad(load: FabricatedLoad): RecordedLoad {
  const { seed, minutes = 10, factor = 1, modules = 2, plan } = load;
  const random = seeded(seed);
  const boundaries = [];
  for (let at = 0; at < minutes * MINUTE_MS; at = bucketAt(at).untilMs) boundaries.push(bucketAt(at));
  const slow = slowness(random, boundaries.length, USUAL_SPREAD);
  const buckets = boundaries.map(({ fromMs, untilMs }, at): LoadBucket => {
    const requests = (untilMs - fromMs) / 50;
    const counts = (share: number) => {
      const own = Math.round(requests * share);
      const { p50, p95 } = percentiles(random, own, slow[at] ?? 0, USUAL_SPREAD);
      return { requests: own, errors: 0, sum: own * p50, p50: p50 * factor, p95: p95 * factor };
    };
    const endpoints = Array.from({ length: modules }, (_, index) => ({
      service: 'api',
      module: `module-${index}`,
      method: 'GET',
      name: `/api/module-${index}`,
      ...counts(1 / modules),
    }));
    return { fromMs, untilMs, iterations: requests, dropped: 0, late: 0, all: counts(1), endpoints };
  });
  return { plan: samplePlan(minutes, plan), buckets, gauges: gaugesOf(boundaries, factor) };
}

function gaugesOf(boundaries: readonly ReturnType<typeof bucketAt>[], factor: number) {
  return boundaries.map((bucket, at) => {
    const avg = (100 + (at % 7)) * 1024 ** 2 * factor;
    const gauge = { avg, min: avg, max: avg, samples: 10 };
    return {
      ...bucket,
      gauges: {
        'api.memory_bytes': { ...gauge, unit: 'bytes' },
        'api.up': { ...gauge, unit: 'count' },
        'k6.memory_bytes': { ...gauge, unit: 'bytes' },
      },
    };
  });
}
