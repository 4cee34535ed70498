import { join } from 'node:path';
import { PROJECT } from '../kernel/project.ts';

/** The project: what is tested with, and where evidence and reports land. */
export const ROOT = PROJECT;

/** Where the harness keeps what is its own and can be made again: tools, caches, the running target's address. */
export const STATE = join(ROOT, '.harness');

/** What packages, runs and tools leave in the checkout: none of it is source. */
export const OUTPUT =
  /^(node_modules|\.git|\.harness|coverage|dist|test-results|playwright-report|contract\/\.pacts|(evidence|reports)\/(runs|detect|latest|ci))(\/|$)/;
