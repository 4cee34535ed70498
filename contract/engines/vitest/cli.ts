import { join } from 'node:path';
import { packageFor } from '../../../fixtures/test-runners/runner-package.ts';
import { compareVersions } from '../../../fixtures/tools/version.ts';
import { ConfigError } from '../../../kernel/errors.ts';

/** What Node is given instead of Vitest's program, which is its first argument then: it adds our reporter. */
const LAUNCH = join(import.meta.dirname, 'launch.ts');

/** A Vitest to run. */
export interface VitestCli {
  /** What Node is given before Vitest's own arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Vitest's own command. */
  readonly program: string;
  readonly version: string;
}

/** The first that tells its reporters of each test as it ends. */
const OLDEST = '3.0.0';

/**
 * The Vitest that a file would get by itself; ours when it has none, and then its configuration finds ours as well. A ConfigError
 * names the version whose results cannot be read.
 */
export function cliFor(file: string): VitestCli {
  const { folder, version, args, env } = packageFor('vitest', file);
  if (compareVersions(version, OLDEST) < 0)
    throw new ConfigError({
      what: `its own Vitest is ${version}; supported is ${OLDEST} and newer.`,
      fix: 'update vitest.',
    });
  const program = join(folder, 'vitest.mjs');
  return { args: [...args, LAUNCH, program], env, program, version };
}
