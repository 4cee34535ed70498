import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A Playwright to run. */
export interface PlaywrightCli {
  /** What Node is given before Playwright's own arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of its package, which tells which browser builds it wants. */
  readonly folder: string;
}

/** The Playwright that a file would get by itself; ours when it has none, and then its imports find ours as well. */
export function cliFor(file: string): PlaywrightCli {
  const own = packageFolder(file);
  return own === undefined
    ? lentCli(packageFolder(import.meta.filename))
    : { args: [join(own, 'cli.js')], env: {}, folder: own };
}

/** The same Playwright for a file that cannot find it. */
export function lentCli(folder: string | undefined): PlaywrightCli {
  if (folder === undefined) throw new Error('@playwright/test is a dependency of the harness: run `npm ci`');
  const preload = pathToFileURL(join(import.meta.dirname, 'resolve-fallback.ts')).href;
  return {
    args: ['--import', preload, join(folder, 'cli.js')],
    env: { HARNESS_RESOLVE_FROM: pathToFileURL(join(folder, 'package.json')).href },
    folder,
  };
}

function packageFolder(file: string): string | undefined {
  try {
    return dirname(createRequire(file).resolve('@playwright/test/package.json'));
  } catch {
    return undefined;
  }
}
