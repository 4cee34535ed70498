import { join } from 'node:path';
import type { ResolvedConfig } from 'vitest/node';

const SETUP = join(import.meta.dirname, 'count.setup.ts');
const POOLS = ['threads', 'forks', 'vmThreads', 'vmForks'];

/** Has the assertions of a project's tests counted, where they run in Node: a browser, or a pool of the stranger's own, is left alone. */
export function countAssertions(config: ResolvedConfig): void {
  const { pool, environment, browser } = config as Partial<ResolvedConfig>;
  const isNodes = pool !== undefined && POOLS.includes(pool) && environment !== 'edge-runtime';
  if (isNodes && browser?.enabled !== true) config.setupFiles.unshift(SETUP);
}
