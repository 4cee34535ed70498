import { BYTES } from './bytes.ts';
import { LINES } from './journals.ts';
import { RECORDS } from './records.ts';
import { TREE } from './tree.ts';
import type { Mutation } from './victim.ts';

/** Every way to change evidence that we know. */
export const MUTATIONS: readonly Mutation[] = [...BYTES, ...LINES, ...TREE, ...RECORDS];
