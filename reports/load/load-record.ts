import type { z } from 'zod';
import type { Evidence } from '../../kernel/evidence.ts';
import {
  LOAD_EVENTS,
  loadBucketSchema,
  loadDriftSchema,
  loadGaugesSchema,
  loadKneeSchema,
  loadPlanSchema,
  type LoadBucket,
  type LoadDrift,
  type LoadGauges,
  type LoadKnee,
  type LoadPlan,
} from '../../kernel/load-evidence.ts';
import { eventsNamed, type EventName } from '../../kernel/suite-events.ts';

/** What a load suite journalled while it ran. Everything but the counts may be missing. */
export interface LoadRecord {
  readonly plan?: LoadPlan | undefined;
  /** In order, each stretch of time once. */
  readonly buckets: readonly LoadBucket[];
  /** In order, each stretch of time once, whoever read them. */
  readonly gauges: readonly LoadGauges[];
  readonly drift?: LoadDrift | undefined;
  readonly knee?: LoadKnee | undefined;
  /** Of a load whose steps must hold each. */
  readonly steps?: LoadKnee | undefined;
  /** How many of these events could not be read, and are missing here. */
  readonly unreadable: number;
}

const records = new WeakMap<Evidence, LoadRecord>();

/** Read once for each evidence: a day of load has tens of thousands of numbers. */
export function loadRecordOf(evidence: Evidence | undefined): LoadRecord {
  if (evidence === undefined) return { buckets: [], gauges: [], unreadable: 0 };
  const known = records.get(evidence);
  if (known !== undefined) return known;
  const record = readRecord(evidence);
  records.set(evidence, record);
  return record;
}

function readRecord(evidence: Evidence): LoadRecord {
  let unreadable = 0;
  const read = <T>(name: EventName, schema: z.ZodType<T>): readonly T[] =>
    eventsNamed(evidence, name).flatMap((event) => {
      const { data, success } = schema.safeParse(event.detail);
      if (!success) unreadable++;
      return success ? [data] : [];
    });
  return {
    plan: read(LOAD_EVENTS.plan, loadPlanSchema).at(-1),
    buckets: oncePerStretch(read(LOAD_EVENTS.bucket, loadBucketSchema), (_, last) => last),
    gauges: oncePerStretch(read(LOAD_EVENTS.gauges, loadGaugesSchema), (first, last) => ({
      ...last,
      gauges: { ...first.gauges, ...last.gauges },
    })),
    drift: read(LOAD_EVENTS.drift, loadDriftSchema).at(-1),
    knee: read(LOAD_EVENTS.knee, loadKneeSchema).at(-1),
    steps: read(LOAD_EVENTS.levels, loadKneeSchema).at(-1),
    unreadable,
  };
}

function oncePerStretch<T extends { readonly fromMs: number }>(
  all: readonly T[],
  join: (first: T, last: T) => T,
): readonly T[] {
  const byStart = new Map<number, T>();
  for (const one of all) {
    const known = byStart.get(one.fromMs);
    byStart.set(one.fromMs, known === undefined ? one : join(known, one));
  }
  return [...byStart.values()].sort((a, b) => a.fromMs - b.fromMs);
}
