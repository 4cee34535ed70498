import { ConfigError } from '../../kernel/errors.ts';
import { loadConfig } from '../finish/config.ts';
import { lastFailed } from './last-failed.ts';
import type { SelectionOptions } from './run-request.ts';

interface Asked<O> {
  readonly names: readonly string[];
  readonly options: O;
}

/**
 * What was asked for, with what the project or an earlier run says of it put in: so that the command line that repeats the run
 * names what was run, whatever is the default or the newest run then.
 */
export async function settled<O extends SelectionOptions>({ names, options }: Asked<O>): Promise<Asked<O>> {
  const { baseUrl, env, tag, stage, shard } = options;
  // A shard is run where its set says.
  const isSaid = baseUrl !== undefined || shard !== undefined;
  const environment = isSaid ? env : (env ?? (await loadConfig()).environment);
  const where = environment === undefined ? {} : { env: environment };
  if (options.lastFailed !== true) return { names, options: { ...options, ...where } };
  if (names.length > 0 || tag.length > 0)
    throw new ConfigError({
      what: '--last-failed says by itself which suites, and there are names or tags beside it.',
      fix: 'leave them out; --stage and --env say of which run',
    });
  const failed = await lastFailed({ environment: environment ?? 'base-url', stage });
  return { names: failed, options: { ...options, ...where, lastFailed: false } };
}
