import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A Vitest to run. */
export interface VitestCli {
  readonly program: string;
  /** True when it is ours, for a file that has none. */
  readonly lent: boolean;
}

/** The Vitest that a file would get by itself; ours when it has none. */
export function cliFor(file: string): VitestCli {
  const own = packageFolder(file);
  const folder = own ?? packageFolder(import.meta.filename);
  if (folder === undefined) throw new Error('vitest is a dependency of the harness: run `npm ci`');
  return { program: join(folder, 'vitest.mjs'), lent: own === undefined };
}

function packageFolder(file: string): string | undefined {
  try {
    return dirname(createRequire(file).resolve('vitest/package.json'));
  } catch {
    return undefined;
  }
}
