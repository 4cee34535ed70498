import { z } from 'zod';
import { callable, type Definable } from './discover.ts';
import type { RunningTarget } from './target.ts';
import type { Undo } from './undo.ts';

/**
 * One way to disturb the target: the default export of a `*.fault.ts`. The undo is data, written before the do, so that no
 * fault outlives its run.
 */
export interface Fault<O = unknown> {
  readonly name: string;
  /** One sentence for the report. */
  readonly title: string;
  parse(options: unknown): O;
  /** How to take it away again; idempotent. */
  undo(target: RunningTarget, link: string, options: O): readonly Undo[];
  inject(target: RunningTarget, link: string, options: O, signal: AbortSignal): Promise<void>;
  /** What a canary through the same link must see while the fault is on: the reason if it does not. */
  expected(options: O, canary: Canary): string | undefined;
}

/** What a probe through a link measured: a completed round trip in ms, or that none completed within the time allowed. */
export interface Canary {
  readonly baselineMs: number;
  readonly roundTripMs: number | 'no answer';
}

export const FAULT: Definable<Fault> = {
  what: 'fault',
  within: ['<kind>'],
  schema: z.strictObject({
    name: z.string().min(1),
    title: z.string().min(1),
    parse: callable<Fault['parse']>(),
    undo: callable<Fault['undo']>(),
    inject: callable<Fault['inject']>(),
    expected: callable<Fault['expected']>(),
  }),
  calledLikeFile: true,
};

/** Types the default export of a `*.fault.ts`; discovery checks it. */
export function defineFault<O>(fault: Fault<O>): Fault<O> {
  return fault;
}
