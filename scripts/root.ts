import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..');

/** Where the harness keeps what is its own and can be made again: tools, caches, the running target's address. */
export const STATE = join(ROOT, '.harness');
