import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { versionIn } from '../../../fixtures/plain-files/package-version.ts';
import { compareVersions } from '../../../fixtures/tools/version.ts';
import { ConfigError } from '../../../kernel/errors.ts';

/** The first that tells its reporters of each test as it ends. */
const OLDEST = '3.0.0';

/**
 * The program of the Vitest that a file would get by itself; of ours when it has none. A ConfigError names the version whose
 * results cannot be read.
 */
export function programFor(file: string): string {
  const own = packageFolder(file);
  const folder = own ?? packageFolder(import.meta.filename);
  if (folder === undefined) throw new Error('vitest is a dependency of the harness: run `npm ci`');
  const version = versionIn(folder);
  if (compareVersions(version, OLDEST) < 0)
    throw new ConfigError(
      `its own Vitest is ${version}; supported is ${OLDEST} and newer. Fix: update vitest.`,
    );
  return join(folder, 'vitest.mjs');
}

function packageFolder(file: string): string | undefined {
  try {
    return dirname(createRequire(file).resolve('vitest/package.json'));
  } catch {
    return undefined;
  }
}
