import { join } from 'node:path';
import { STATE } from '../root.ts';

/** Where `target up` keeps what it needs to be put back; there is at most one at a time. */
export const TARGET_STATE = join(STATE, 'target');
/** What bare tools read: see fixtures/bindings. */
export const TARGET_ENV = join(STATE, 'target.env');
