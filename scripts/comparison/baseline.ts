import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { loadPlanSchema } from '../../kernel/load-evidence.ts';

const measured = z.number().nullable();

/** One value per window, in time order; `null` where there was no request or reading. */
const groupSchema = z.strictObject({
  /** `all`, or `service:module`. */
  group: z.string(),
  requests: z.array(z.number().int().min(0)),
  errors: z.array(z.number().int().min(0)),
  /** Latencies in ms. */
  p50: z.array(measured),
  p95: z.array(measured),
});
export type GroupSeries = z.infer<typeof groupSchema>;

export const seriesSchema = z.strictObject({
  /** Those that are compared, in time order: warm-up, ramps and torn ends are left out. ms since the load began. */
  windows: z.array(z.strictObject({ fromMs: z.number(), untilMs: z.number(), level: z.string() })),
  groups: z.array(groupSchema),
  /** Averages of what was read of target and generator. */
  gauges: z.array(z.strictObject({ name: z.string(), unit: z.string(), avg: z.array(measured) })),
});
export type SuiteSeries = z.infer<typeof seriesSchema>;

const machineSchema = z.strictObject({
  os: z.string(),
  cores: z.number(),
  memoryMb: z.number(),
  cpu: z.string().optional(),
});
export type Machine = z.infer<typeof machineSchema>;

/** What a load suite measured in one run, where and under which load: all that is needed to compare it with another run. */
export const baselineSchema = z.strictObject({
  format: z.literal(1),
  suite: z.string(),
  branch: z.string(),
  run: z.string(),
  commit: z.string().optional(),
  /** When the run began, ISO, UTC. */
  date: z.string(),
  harness: z.string(),
  k6: z.string().optional(),
  environment: z.string(),
  target: z.strictObject({ name: z.string(), version: z.string(), commit: z.string().optional() }),
  machine: machineSchema,
  load: loadPlanSchema.pick({ profile: true, scale: true, workers: true, offered: true }),
  series: seriesSchema,
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Fewer windows say nothing: the rank test's approximation needs them. */
export const LEAST_WINDOWS = 8;

/** Throws a ConfigError that names the file and what is wrong with it. */
export function readBaseline(file: string): Baseline {
  try {
    return baselineSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new ConfigError(`${file}: no baseline that can be read: ${what}`);
  }
}
