import { z } from 'zod';
import {
  resolvePaths,
  runnerOptionsSchema,
  type RunnerOptions,
} from '../../../fixtures/test-runners/options.ts';
import { cliFor } from './cli.ts';

export const optionsSchema = runnerOptionsSchema({
  grep: z.string().optional().describe('Patterns of titles and tags.'),
  grepInvert: z.string().optional().describe('What matches is left out.'),
  workers: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('How many at a time; as the configuration has it unless told.'),
});

/** What to run with Playwright, with absolute paths. */
export type PlaywrightOptions = z.infer<typeof optionsSchema> & Pick<RunnerOptions, 'narrowedTo'>;

/**
 * Checks options whose paths are relative to `folder`. Throws a ZodError, or a ConfigError that lists every missing file or names
 * the version of Playwright that cannot be run.
 */
export function parseOptions(options: unknown, folder: string): PlaywrightOptions {
  const parsed = resolvePaths(optionsSchema.parse(options), folder);
  cliFor(parsed.config ?? parsed.files[0] ?? folder);
  return parsed;
}
