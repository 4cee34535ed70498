import { z } from 'zod';
import { InfraError } from '../../kernel/errors.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import {
  LOAD_EVENTS,
  loadBucketSchema,
  loadGaugesSchema,
  loadPlanSchema,
  type LoadBucket,
  type LoadGauges,
  type LoadPlan,
} from '../../kernel/load-evidence.ts';
import { eventsNamed, type EventName } from '../../kernel/suite-events.ts';

/** What a suite journalled of its load, in time order. */
export interface RecordedLoad {
  readonly plan: LoadPlan;
  readonly buckets: readonly LoadBucket[];
  readonly gauges: readonly LoadGauges[];
}

/** Undefined where the suite journalled no plan or no bucket. Throws an InfraError for what cannot be read. */
export function loadOf(evidence: Evidence): RecordedLoad | undefined {
  const plan = read(evidence, LOAD_EVENTS.plan, loadPlanSchema).at(-1);
  const buckets = inOrder(read(evidence, LOAD_EVENTS.bucket, loadBucketSchema));
  if (plan === undefined || buckets.length === 0) return undefined;
  return { plan, buckets, gauges: inOrder(read(evidence, LOAD_EVENTS.gauges, loadGaugesSchema)) };
}

function read<T>(evidence: Evidence, name: EventName, schema: z.ZodType<T>): readonly T[] {
  return eventsNamed(evidence, name).map(({ detail }) => {
    const parsed = schema.safeParse(detail);
    if (parsed.success) return parsed.data;
    throw new InfraError(
      `${evidence.suite.name}: an event ${name} cannot be read: ${z.prettifyError(parsed.error)}`,
    );
  });
}

/** Written again, a bucket's last version counts. */
function inOrder<T extends { readonly fromMs: number }>(all: readonly T[]): readonly T[] {
  const last = new Map(all.map((one) => [one.fromMs, one]));
  return [...last.values()].sort((a, b) => a.fromMs - b.fromMs);
}
