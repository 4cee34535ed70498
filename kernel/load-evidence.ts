import { z } from 'zod';
import type { Evidence } from './evidence.ts';

/**
 * What load suites journal while they run, as events: a kill loses the unfinished bucket at most. Engines write them, reports and
 * comparisons read them; neither knows the other.
 */
export const LOAD_EVENTS = {
  plan: 'load-plan',
  bucket: 'load-bucket',
  gauges: 'load-gauges',
  drift: 'load-drift',
  knee: 'load-knee',
  levels: 'load-levels',
} as const;

/** One line of a rate: from `fromMs` it goes straight to `target`, which it reaches at `untilMs`. ms since the load began. */
const stageSchema = z.strictObject({
  fromMs: z.number().min(0),
  untilMs: z.number().min(0),
  from: z.number().min(0),
  target: z.number().min(0),
});

/** `load-plan`: what was to be offered. */
export const loadPlanSchema = z.strictObject({
  /** Clock zero of every `…Ms` of the suite's load events, ms since the epoch. */
  startMs: z.number(),
  profile: z.string().optional(),
  scale: z.strictObject({ time: z.number(), rate: z.number() }),
  workers: z.number().int().min(1),
  /** `iterations/s` of an open model, `users` of a closed one; empty where the script leaves it open. */
  offered: z.array(
    z.strictObject({
      scenario: z.string(),
      unit: z.enum(['iterations/s', 'users']),
      stages: z.array(stageSchema),
    }),
  ),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

/** Less load, or for less time, than the profile means. */
export function isShrunk({ events }: Pick<Evidence, 'events'>): boolean {
  return events.some(({ name, detail }) => {
    const plan = name === LOAD_EVENTS.plan ? loadPlanSchema.safeParse(detail).data : undefined;
    return plan !== undefined && (plan.scale.time < 1 || plan.scale.rate < 1);
  });
}

/** Requests of one endpoint, or of everything, in a bucket. Latencies in ms; absent without a request. An endpoint has no p99. */
const countsSchema = z.strictObject({
  requests: z.number().int().min(0),
  errors: z.number().int().min(0),
  sum: z.number(),
  max: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
});
export type LoadCounts = z.infer<typeof countsSchema>;

/** `load-bucket`: one finished stretch of time. Boundaries follow `bucketAt`. */
export const loadBucketSchema = z.strictObject({
  fromMs: z.number(),
  untilMs: z.number(),
  /** Iterations that ended, and those that k6 had no user for. */
  iterations: z.number().int().min(0),
  dropped: z.number().int().min(0),
  /** Users at work, on average; absent where k6 did not tell. */
  users: z.number().min(0).optional(),
  /** Requests counted here that ended in an earlier bucket, which was journalled when word of them came. */
  late: z.number().int().min(0).default(0),
  all: countsSchema,
  endpoints: z.array(
    countsSchema.extend({ service: z.string(), module: z.string(), method: z.string(), name: z.string() }),
  ),
  /**
   * The histogram of each endpoint, in their order, packed together (kernel/packed-histograms.ts). Values in
   * thousandths of ms, within 0.8 %. Mergeable; merged they are the histogram of all.
   */
  hdr: z.string().optional(),
});
export type LoadBucket = z.infer<typeof loadBucketSchema>;

/** `load-gauges`: what was read of generator and target in a bucket, such as `api.cpu_ratio` or `worker.queue_depth`. */
export const loadGaugesSchema = z.strictObject({
  fromMs: z.number(),
  untilMs: z.number(),
  gauges: z.record(
    z.string(),
    z.strictObject({
      avg: z.number(),
      min: z.number(),
      max: z.number(),
      samples: z.number().int(),
      unit: z.string(),
    }),
  ),
});
export type LoadGauges = z.infer<typeof loadGaugesSchema>;

/** `load-drift`: whether series moved over a long load, written once at its end. One that could not be judged is absent. */
export const loadDriftSchema = z.strictObject({
  /** The stretch that was looked at, without the warm-up. */
  fromMs: z.number(),
  untilMs: z.number(),
  /** Of the intervals below, such as 0.95. */
  confidence: z.number().gt(0).lt(1),
  series: z.array(
    z.strictObject({
      /** A latency such as `p95`, or a gauge such as `api.memory_mb`. */
      name: z.string(),
      /** Of `level`; `perHour`, `low` and `high` are in this unit per hour. */
      unit: z.string(),
      /** What is usual in the stretch: its median. */
      level: z.number(),
      perHour: z.number(),
      low: z.number(),
      high: z.number(),
      points: z.number().int().min(0),
      /** Whether it moved for sure, and by more than is tolerated. */
      drifts: z.boolean(),
    }),
  ),
});
export type LoadDrift = z.infer<typeof loadDriftSchema>;

/**
 * `load-knee`: the load was raised until the thresholds broke. `load-levels`: they were to hold at each step. Rates in the unit of
 * the plan's offer.
 */
export const loadKneeSchema = z.strictObject({
  /** In the order in which they were offered. */
  steps: z.array(
    z.strictObject({
      rate: z.number().min(0),
      fromMs: z.number(),
      untilMs: z.number(),
      held: z.boolean(),
      /** A sentence for each threshold that did not hold. */
      broke: z.array(z.string()),
      /** Why nobody can say whether the product held or broke; then it is not `held`. */
      undecided: z.string().optional(),
    }),
  ),
  /** The highest rate at which everything held. Absent when the first step broke already. */
  rate: z.number().min(0).optional(),
});
export type LoadKnee = z.infer<typeof loadKneeSchema>;

const MINUTE_MS = 60_000;
/** Buckets grow with the run: ten seconds in the first ten minutes, a minute until two hours, then five: a day has 434. */
const WIDTHS = [
  { untilMs: 10 * MINUTE_MS, widthMs: 10_000 },
  { untilMs: 120 * MINUTE_MS, widthMs: MINUTE_MS },
  { untilMs: Number.POSITIVE_INFINITY, widthMs: 5 * MINUTE_MS },
] as const;

/** The bucket that a moment belongs to, both in ms since the load began. The same for every run, so that runs can be merged. */
export function bucketAt(ms: number): { readonly fromMs: number; readonly untilMs: number } {
  const at = Math.max(0, ms);
  const { widthMs } = WIDTHS.find(({ untilMs }) => at < untilMs) ?? WIDTHS[2];
  const fromMs = Math.floor(at / widthMs) * widthMs;
  return { fromMs, untilMs: fromMs + widthMs };
}
