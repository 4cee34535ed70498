import { bucketAt, type LoadGauges } from '../../../../../kernel/load-evidence.ts';
import type { KeptBucket } from '../../samples/journal.ts';

export interface Soak {
  readonly minutes: number;
  readonly perSecond: number;
  /** How much one 10 s window is as slow as the next, and by how much windows differ. */
  readonly rho?: number;
  readonly sigma?: number;
  /** By how much p95 rises from the end of the warm-up to the end. */
  readonly rise?: number;
}

/** The standard error of a p95 of log-normal latencies (σ 0.5) of n requests is this / √n of it: √(0.05 · 0.95) / φ(1.645) · 0.5. */
const P95_ERROR = 1.057;

/** What a soak's buckets say of p95, 80 ms usually. */
export function soakBuckets(soak: Soak, random: () => number): readonly KeptBucket[] {
  const { minutes, perSecond, rho = 0, sigma = 0.04, rise = 0 } = soak;
  const endMs = minutes * 60_000;
  let slow = random() * sigma;
  return stretchesUntil(endMs).map((stretch) => {
    const widthMs = stretch.untilMs - stretch.fromMs;
    const like = rho ** (widthMs / 10_000);
    slow = like * slow + Math.sqrt(1 - like ** 2) * sigma * random();
    const requests = (perSecond * widthMs) / 1000;
    const noise = (P95_ERROR / Math.sqrt(requests)) * random();
    const p95 = 80 * Math.exp(slow + noise) * (1 + rise * shareOf(stretch, endMs));
    return {
      ...stretch,
      iterations: requests,
      dropped: 0,
      late: 0,
      all: { requests, errors: 0, sum: 0, p95 },
    };
  });
}

/** A garbage collected memory: 200 MB at least, up to 60 more, a bit more or less each time; `rise` MB more at the end. */
export function soakGauges(minutes: number, riseMb: number, random: () => number): readonly LoadGauges[] {
  return stretchesUntil(minutes * 60_000).map((stretch, index) => {
    const min = 200 + 15 * (index % 4) + 5 * random() + riseMb * shareOf(stretch, minutes * 60_000);
    const jobs = Math.max(0, 2 + random());
    const gauge = (value: number, unit: string) => ({ avg: value, min: value, max: value, samples: 2, unit });
    const gauges = {
      'api.memory_mb': gauge(min, 'MB'),
      'generator.memory_mb': gauge(2 * min, 'MB'),
      'worker.queue_depth': gauge(jobs, 'jobs'),
    };
    return { ...stretch, gauges };
  });
}

function stretchesUntil(endMs: number) {
  const stretches = [];
  for (let atMs = 0; atMs < endMs; atMs = bucketAt(atMs).untilMs) stretches.push(bucketAt(atMs));
  return stretches;
}

/** 0 until the warm-up is over, then up to 1. */
function shareOf({ fromMs, untilMs }: { fromMs: number; untilMs: number }, endMs: number): number {
  return Math.max(0, ((fromMs + untilMs) / 2 - 0.2 * endMs) / (0.8 * endMs));
}
