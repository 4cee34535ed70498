import { z } from 'zod';
import type { Evidence } from './evidence.ts';

/** The event by which a suite tells that its own machine had no CPU to spare: limits that break by that alone say nothing. */
export const STARVED_EVENT = 'starved';

const starvedSchema = z.strictObject({
  /** A part of a sentence, with the numbers: `this machine had no CPU to spare for …`. */
  because: z.string(),
  fix: z.string(),
  /** The metrics whose limits a machine without CPU breaks: that they hold is known all the same. */
  metrics: z.array(z.string()),
});
export type Starved = z.infer<typeof starvedSchema>;

/** Why a limit on that metric, if it did not hold, may be the machine's doing; undefined where it is the product's. */
export function starvedBy({ events }: Pick<Evidence, 'events'>, metric: string): Starved | undefined {
  return events
    .filter(({ name }) => name === STARVED_EVENT)
    .flatMap(({ detail }) => starvedSchema.safeParse(detail).data ?? [])
    .find(({ metrics }) => metrics.includes(metric));
}
