import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';
import { cliFor } from './cli.ts';

const optionsSchema = z
  .strictObject({
    /** A Vitest configuration. Without one, a minimal one is made for the files. */
    config: z.string().optional(),
    /** Test files; all that the configuration finds unless told. */
    files: z.array(z.string()).default([]),
    /** A pattern of test names. */
    testNamePattern: z.string().optional(),
    /** Names of projects; all unless told. */
    project: z.array(z.string()).default([]),
  })
  .refine((options) => options.config !== undefined || options.files.length > 0, {
    message: 'names neither a config nor files: give at least one of them',
  });

/** What to run with Vitest, with absolute paths. */
export type VitestOptions = z.infer<typeof optionsSchema>;

/**
 * Checks options whose paths are relative to `folder`. Throws a ZodError, or a ConfigError that lists every missing file or names
 * the version of Vitest that cannot be run.
 */
export function parseOptions(options: unknown, folder: string): VitestOptions {
  const parsed = optionsSchema.parse(options);
  const config = parsed.config === undefined ? undefined : resolve(folder, parsed.config);
  const files = parsed.files.map((file) => resolve(folder, file));
  const missing = [config, ...files].filter((file) => file !== undefined && !existsSync(file));
  if (missing.length > 0)
    throw new ConfigError(missing.map((file) => `${file}: no such file, named in the options of a suite`));
  cliFor(files[0] ?? config ?? folder);
  return { ...parsed, config, files };
}
