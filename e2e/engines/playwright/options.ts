import { z } from 'zod';
import { resolvePaths, runnerOptionsSchema } from '../../../fixtures/test-runners/options.ts';
import { cliFor } from './cli.ts';

const optionsSchema = runnerOptionsSchema({
  /** Patterns of titles and tags. */
  grep: z.string().optional(),
  grepInvert: z.string().optional(),
  workers: z.number().int().positive().optional(),
});

/** What to run with Playwright, with absolute paths. */
export type PlaywrightOptions = z.infer<typeof optionsSchema>;

/**
 * Checks options whose paths are relative to `folder`. Throws a ZodError, or a ConfigError that lists every missing file or names
 * the version of Playwright that cannot be run.
 */
export function parseOptions(options: unknown, folder: string): PlaywrightOptions {
  const parsed = resolvePaths(optionsSchema.parse(options), folder);
  cliFor(parsed.config ?? parsed.files[0] ?? folder);
  return parsed;
}
