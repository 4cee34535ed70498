import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { lending } from '../../../fixtures/plain-files/lending.ts';
import { versionIn } from '../../../fixtures/plain-files/package-version.ts';
import { ConfigError } from '../../../kernel/errors.ts';
import { nodeFor } from './node-for.ts';

/** A Playwright to run. */
export interface PlaywrightCli {
  /** The Node that runs it. */
  readonly node: string;
  /** What Node is given before Playwright's own arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of its package, which tells which browser builds it wants. */
  readonly folder: string;
}

/**
 * The Playwright that a file would get by itself; ours when it has none, and then its imports find ours as well. A ConfigError
 * names the version that cannot be run here.
 */
export function cliFor(file: string): PlaywrightCli {
  const own = packageFolder(file);
  return own === undefined ? lentCli() : ownCli(own);
}

function ownCli(folder: string): PlaywrightCli {
  const choice = nodeFor(versionIn(folder));
  if ('reason' in choice) throw new ConfigError(choice.reason);
  const { node } = choice;
  // What it starts by itself is to find the same Node.
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = node === process.execPath ? {} : { PATH: path };
  return { node, args: [join(folder, 'cli.js')], env, folder };
}

function lentCli(): PlaywrightCli {
  const folder = packageFolder(import.meta.filename);
  if (folder === undefined) throw new Error('@playwright/test is a dependency of the harness: run `npm ci`');
  const { args, env } = lending(folder);
  return { node: process.execPath, args: [...args, join(folder, 'cli.js')], env, folder };
}

function packageFolder(file: string): string | undefined {
  try {
    return dirname(createRequire(file).resolve('@playwright/test/package.json'));
  } catch {
    return undefined;
  }
}
