import { delimiter, dirname, join } from 'node:path';
import { packageFor } from '../../../fixtures/test-runners/runner-package.ts';
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
  const { folder, version, isOwn, args, env } = packageFor('@playwright/test', file);
  const node = isOwn ? nodeForOwn(version) : process.execPath;
  // What it starts by itself is to find the same Node.
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  const cli = { node, args: [...args, join(folder, 'cli.js')], folder };
  return { ...cli, env: node === process.execPath ? env : { ...env, PATH: path } };
}

function nodeForOwn(version: string): string {
  const choice = nodeFor(version);
  if ('reason' in choice) throw new ConfigError(choice.reason);
  return choice.node;
}
