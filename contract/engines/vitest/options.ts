import { z } from 'zod';
import {
  resolvePaths,
  runnerOptionsSchema,
  type RunnerOptions,
} from '../../../fixtures/test-runners/options.ts';
import { cliFor } from './cli.ts';

export const optionsSchema = runnerOptionsSchema({
  testNamePattern: z.string().optional().describe('A pattern of test names.'),
});

/** What to run with Vitest, with absolute paths. */
export type VitestOptions = z.infer<typeof optionsSchema> & Pick<RunnerOptions, 'narrowedTo'>;

/**
 * Checks options whose paths are relative to `folder`. Throws a ZodError, or a ConfigError that lists every missing file or names
 * the version of Vitest that cannot be run.
 */
export function parseOptions(options: unknown, folder: string): VitestOptions {
  const parsed = resolvePaths(optionsSchema.parse(options), folder);
  cliFor(parsed.files[0] ?? parsed.config ?? folder);
  return parsed;
}
