import { z } from 'zod';

/** What shrinks a profile. */
export const scaleSchema = z.strictObject({
  time: z.number().positive().default(1).describe('Multiplies its durations.'),
  rate: z.number().positive().default(1).describe('Multiplies its rates and users.'),
});
export type Scale = z.infer<typeof scaleSchema>;

/** What one runner elsewhere recorded: files, absolute. */
const recordedStreamSchema = z.strictObject({
  /** The runner's number, from 1. */
  instance: z.number().int().min(1),
  samples: z.string(),
  log: z.string().optional(),
});
export type RecordedStream = z.infer<typeof recordedStreamSchema>;

/** How the load of a run is shaped. Part of the run's facts: a shrunk run is never taken for a whole one. */
export const loadSettingsSchema = z.strictObject({
  /** The profile of plain scripts: a name in load/profiles. */
  profile: z.string().optional(),
  /** Instead of the environment's scale for the profile. */
  timeScale: z.number().positive().optional(),
  rateScale: z.number().positive().optional(),
  /** How many k6 processes share the load. */
  workers: z.number().int().min(1).max(64).default(1),
  /** The load was made elsewhere: its export (absolute path of export.json) and everything that its runners recorded. */
  recorded: z
    .strictObject({ export: z.string(), id: z.string(), streams: z.array(recordedStreamSchema) })
    .optional(),
});
export type LoadSettings = z.infer<typeof loadSettingsSchema>;

export const USUAL_LOAD: LoadSettings = { workers: 1 };
