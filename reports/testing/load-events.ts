import {
  bucketAt,
  LOAD_EVENTS,
  loadBucketSchema,
  loadDriftSchema,
  loadGaugesSchema,
  loadKneeSchema,
  loadPlanSchema,
  type LoadBucket,
  type LoadGauges,
  type LoadPlan,
} from '../../kernel/load-evidence.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { packLatencies } from './pack-histograms.ts';
import { at } from './suite-samples.ts';

type Event = Evidence['events'][number];

function event(name: string, detail: object, seconds: number): Event {
  return { name, at: at(seconds), detail };
}

const START_SECOND = 70;

/** 50/s, then straight up to 200/s, then level: in a third of the time each. */
export function stressPlan(seconds: number, more: Partial<LoadPlan> = {}): Event {
  const third = (seconds * 1000) / 3;
  const plan: LoadPlan = {
    startMs: Date.parse(at(START_SECOND)),
    profile: 'stress',
    scale: { time: 1, rate: 1 },
    workers: 1,
    offered: [
      {
        scenario: 'main',
        unit: 'iterations/s',
        stages: [
          { fromMs: 0, untilMs: third, from: 50, target: 50 },
          { fromMs: third, untilMs: 2 * third, from: 50, target: 200 },
          { fromMs: 2 * third, untilMs: 3 * third, from: 200, target: 200 },
        ],
      },
    ],
    ...more,
  };
  return event(LOAD_EVENTS.plan, loadPlanSchema.parse(plan), START_SECOND);
}

/** Where every bucket of so many seconds lies. */
export function stretches(seconds: number): readonly { readonly fromMs: number; readonly untilMs: number }[] {
  const all: { fromMs: number; untilMs: number }[] = [];
  for (let ms = 0; ms < seconds * 1000; ms = all.at(-1)?.untilMs ?? Infinity) all.push(bucketAt(ms));
  return all;
}

/** Between 0 and 1, the same for the same number: samples never change. */
function wobble(seed: number): number {
  return (Math.sin(seed * 12.9898) * 43_758.5453) % 1;
}

const ENDPOINTS = [
  ['api', 'alerts', 'GET', '/api/alerts', 0.4, 38],
  ['api', 'search', 'GET', '/api/knowledge/search', 0.2, 96],
  ['api', 'uploads', 'POST', '/api/uploads', 0.1, 310],
  ['api', 'workflows', 'POST', '/api/workflows/:id/runs', 0.1, 64],
  ['web', 'dashboard', 'GET', '/dashboard', 0.2, 120],
] as const;

/** Buckets of a stress; `slow`: with strain from two thirds on. Iterations make `requestsEach` requests. */
export function stressBuckets(
  seconds: number,
  planned: number,
  slow: boolean,
  requestsEach = 2,
): readonly Event[] {
  return stretches(seconds).map(({ fromMs, untilMs }, index) => {
    const width = (untilMs - fromMs) / 1000;
    const progress = (fromMs + untilMs) / 2000 / planned;
    const rate = 50 + 150 * Math.min(1, Math.max(0, progress * 3 - 1));
    const strain = slow && progress > 0.66 ? progress * 3 - 1.98 : 0;
    const iterations = Math.round(rate * width * (1 - 0.12 * strain));
    const endpoints = ENDPOINTS.map(([service, module, method, name, share, ms], place) => {
      const requests = Math.round(iterations * requestsEach * share);
      const level = ms * (1 + 0.1 * wobble(index + place)) * (1 + 2.4 * strain * (place === 2 ? 1.6 : 1));
      const errors = strain > 0.3 ? Math.round(requests * 0.03 * strain) : 0;
      return { service, module, method, name, requests, errors, ...latencies(level, requests) };
    });
    const sum = (of: (one: (typeof endpoints)[number]) => number) =>
      endpoints.reduce((all, one) => all + of(one), 0);
    const bucket: LoadBucket = loadBucketSchema.parse({
      fromMs,
      untilMs,
      iterations,
      dropped: strain > 0.5 ? Math.round(rate * width * 0.05) : 0,
      all: {
        requests: sum((one) => one.requests),
        errors: sum((one) => one.errors),
        ...latencies(
          72 * (1 + 2.4 * strain) * (1 + 0.08 * wobble(index)),
          sum((one) => one.requests),
        ),
      },
      endpoints,
      hdr: packLatencies(endpoints.map((one) => QUANTILES.map((factor) => one.p50 * factor))),
    });
    return event(LOAD_EVENTS.bucket, bucket, START_SECOND + untilMs / 1000);
  });
}

/** Of a latency's usual level: what a histogram of it holds. */
const QUANTILES = Array.from({ length: 100 }, (_, index) =>
  index < 60 ? 1 : index < 95 ? 1.6 : index < 99 ? 2.8 : 4.5,
);

function latencies(level: number, requests: number) {
  return {
    sum: level * 1.2 * requests,
    p50: level,
    p95: level * 2.1,
    p99: level * 3.4,
    max: level * 5,
  };
}

/** What was read of the generator and of three processes. */
export function stressGauges(seconds: number, planned: number, slow: boolean): readonly Event[] {
  return stretches(seconds).map(({ fromMs, untilMs }, index) => {
    const load = Math.min(1, Math.max(0.25, (fromMs / 1000 / planned) * 3 - 0.75));
    const strain = slow ? Math.max(0, fromMs / 1000 / planned - 0.6) * 2.5 : 0;
    const near = (value: number, spread = 0.15, unit = 'ratio') => {
      const avg = value * (1 + spread * wobble(index + value));
      return { avg, min: avg * (1 - spread), max: avg * (1 + 2 * spread), samples: 5, unit };
    };
    const gauges: LoadGauges['gauges'] = {
      'api.cpu_ratio': near(0.3 + 0.4 * load + 0.25 * strain, 0.05),
      'web.cpu_ratio': near(0.1 + 0.25 * load, 0.05),
      'worker.cpu_ratio': near(0.12 + 0.1 * load, 0.05),
      'generator.cpu_ratio': near(0.15 + 0.2 * load, 0.05),
      'api.memory_mb': near(180 + 30 * load, 0.02, 'MB'),
      'api.heap_used_mb': near(90 + 30 * load, 0.02, 'MB'),
      'web.memory_mb': near(120 + 10 * load, 0.02, 'MB'),
      'worker.memory_mb': near(96 + 0.4 * index, 0.02, 'MB'),
      'generator.memory_mb': near(48, 0.02, 'MB'),
      'generator.harness_memory_mb': near(140, 0.02, 'MB'),
      'worker.queue_depth': near(3 + 3 * load + 260 * strain ** 2, 0.3, 'jobs'),
      'worker.queue_depth{queue:workflows}': near(2 + 260 * strain ** 2, 0.3, 'jobs'),
      'worker.queue_depth{queue:deliveries}': near(1 + 3 * load, 0.3, 'jobs'),
      'api.event_loop_lag_ms': near(4 + 6 * load + 130 * strain, 0.3, 'ms'),
      'web.event_loop_lag_ms': near(3 + 2 * load, 0.3, 'ms'),
      'api.pool_in_use': near(3 + 6 * load, 0.2, 'connections'),
      'api.pool_idle': near(1, 0.2, 'connections'),
      'api.pool_waiting': near(14 * strain, 0.2, 'callers'),
      'api.stream_clients': near(4 + 2 * load, 0.1, 'clients'),
      'generator.machine_busy_ratio': near(0.5 + 0.3 * load, 0.05),
    };
    return event(
      LOAD_EVENTS.gauges,
      loadGaugesSchema.parse({ fromMs, untilMs, gauges }),
      START_SECOND + untilMs / 1000,
    );
  });
}

/** Steps of 30 s at 50/s, 100/s …; the last two broke. */
export function kneeEvent(): Event {
  const rates = [50, 100, 150, 200, 250];
  const steps = rates.map((rate, index) => ({
    rate,
    fromMs: index * 30_000,
    untilMs: (index + 1) * 30_000,
    held: index < 3,
    broke:
      index < 3
        ? []
        : [
            `api: p95 ${310 + 140 * (index - 3)} ms, less than 300 ms wanted`,
            ...(index > 3 ? ['errors 2.1 %, less than 1 % wanted'] : []),
          ],
  }));
  return event(LOAD_EVENTS.knee, loadKneeSchema.parse({ steps, rate: 150 }), START_SECOND + 150);
}

export function driftEvent(): Event {
  const drift = {
    fromMs: 300_000,
    untilMs: 86_400_000,
    confidence: 0.95,
    series: [
      {
        name: 'p95',
        unit: 'ms',
        level: 141,
        perHour: 0.12,
        low: -0.31,
        high: 0.55,
        points: 417,
        drifts: false,
      },
      {
        name: 'worker.memory_mb',
        unit: 'MB',
        level: 131,
        perHour: 4.1,
        low: 3.8,
        high: 4.4,
        points: 417,
        drifts: true,
      },
      {
        name: 'worker.queue_depth',
        unit: 'jobs',
        level: 3,
        perHour: 0,
        low: -0.02,
        high: 0.03,
        points: 417,
        drifts: false,
      },
    ],
  };
  return event(LOAD_EVENTS.drift, loadDriftSchema.parse(drift), START_SECOND + 86_400);
}
