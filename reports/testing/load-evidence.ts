import {
  LOAD_EVENTS,
  loadBucketSchema,
  loadPlanSchema,
  type LoadBucket,
  type LoadGauges,
  type LoadPlan,
} from '../../kernel/load-evidence.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { evidence, planned, suite } from './suite-samples.ts';

type Events = Evidence['events'];

/** Evidence of a load suite that holds these events alone. */
export function loadEvidence(events: Events, more: Partial<Evidence> = {}): Evidence {
  const plan = planned(suite('load/sample', 'A load', { engine: 'k6' }), 'perf');
  return evidence(plan, [0, 60], { events, ...more });
}

function event(name: string, detail: object): Events[number] {
  return { name, at: '2026-11-21T03:12:04Z', detail };
}

export function planEvent(more: Partial<LoadPlan> = {}): Events[number] {
  const plan = { startMs: 0, scale: { time: 1, rate: 1 }, workers: 1, offered: [], ...more };
  return event(LOAD_EVENTS.plan, loadPlanSchema.parse(plan));
}

type Endpoint = Partial<LoadBucket['endpoints'][number]>;

/** A bucket of ten seconds, the `index`th. */
export function bucketEvent(
  index: number,
  endpoints: readonly Endpoint[] = [],
  more: Partial<LoadBucket> = {},
) {
  const nothing = { requests: 0, errors: 0, sum: 0 };
  const bucket = {
    fromMs: index * 10_000,
    untilMs: (index + 1) * 10_000,
    iterations: 0,
    dropped: 0,
    all: nothing,
    endpoints: endpoints.map((one) => ({
      ...{ service: 'api', module: 'content', method: 'GET', name: '/a' },
      ...nothing,
      ...one,
    })),
    ...more,
  };
  return event(LOAD_EVENTS.bucket, loadBucketSchema.parse(bucket));
}

type InBucket = Partial<LoadGauges['gauges'][string]> & { readonly avg: number };

/** What was read in the `index`th bucket of ten seconds. */
export function gauges(index: number, read: Readonly<Record<string, InBucket>>): LoadGauges {
  const whole = Object.entries(read).map(([name, { avg, ...more }]) => [
    name,
    { avg, min: avg, max: avg, samples: 2, unit: 'ratio', ...more },
  ]);
  return {
    fromMs: index * 10_000,
    untilMs: (index + 1) * 10_000,
    gauges: Object.fromEntries(whole) as LoadGauges['gauges'],
  };
}

export function gaugesEvent(...of: Parameters<typeof gauges>): Events[number] {
  return event(LOAD_EVENTS.gauges, gauges(...of));
}
