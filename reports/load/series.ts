import { z } from 'zod';

/**
 * One second of load, or one longer stretch of the same length everywhere. Latencies are in milliseconds, and absent where no
 * request was completed.
 */
const seriesPointSchema = z.object({
  /** Seconds since the load began. */
  second: z.number().min(0),
  requests: z.number().min(0),
  errors: z.number().min(0),
  p50: z.number().nullish(),
  p95: z.number().nullish(),
  p99: z.number().nullish(),
});
export type SeriesPoint = z.infer<typeof seriesPointSchema>;

/** What a load suite attaches as `timeseries.json`. */
export const seriesSchema = z.array(seriesPointSchema);

/** The name of that attachment. */
export const SERIES_FILE = 'timeseries.json';
