import { z } from 'zod';
import { callable, toldSchema, type Definable } from './discover.ts';
import type { CommandedProcess, HostNetwork, Link, TargetProcess } from './target.ts';
import type { Undo } from './undo.ts';

interface Disturbed {
  readonly link: Link;
  readonly process: TargetProcess | CommandedProcess;
  readonly network: HostNetwork;
}
export type SubjectKind = keyof Disturbed;

export const SUBJECT_KINDS = ['link', 'process', 'network'] as const satisfies readonly SubjectKind[];

/** What a fault disturbs: an experiment names it by kind and name, and the running target says what that is. */
export type Subject<K extends SubjectKind = SubjectKind> = {
  [P in K]: { readonly kind: P; readonly name: string; readonly on: Disturbed[P] };
}[K];

/**
 * One way to disturb the target: the default export of a `*.fault.ts`. The undo is data, written before the do, so that no
 * fault outlives its run.
 */
export interface Fault<K extends SubjectKind = SubjectKind, O = unknown> {
  readonly name: string;
  /** One sentence for the report. */
  readonly title: string;
  /** The kinds of subject that it can disturb; an experiment that names one of another kind is refused when it is planned. */
  readonly subjects: readonly K[];
  /**
   * Which command of an environment does it to a process that only commands act on. Without it, it disturbs processes of the harness's
   * own alone.
   */
  readonly command?: 'pause' | 'stop';
  /** What the options are, for docs/reference; `parse` checks them. */
  readonly options?: z.ZodType;
  parse(options: unknown): O;
  /** How to take it away again; idempotent. */
  undo(subject: Subject<K>, options: O): readonly Undo[];
  /** `until` aborts when it is about to be taken away: for what is done again and again meanwhile. */
  inject(subject: Subject<K>, options: O, signal: AbortSignal, until?: AbortSignal): Promise<void>;
  /** What canaries ask; the smallest question unless told. */
  asks?(options: O): Asked;
  /** What a canary of the subject must see while the fault is on: the reason if it does not. */
  expected(options: O, canary: Canary): string | undefined;
  /** How many canaries are sent, and how many of them feel it at least and at most; three, and each of them, unless told. */
  feltBy?(options: O): FeltBy;
}

export interface FeltBy {
  readonly canaries: number;
  readonly least: number;
  readonly most: number;
}

/** How a canary asks where the smallest question would not feel the fault. */
export interface Asked {
  /** So long a question, in bytes. */
  readonly bytes?: number;
  /** Until when the round trip lasts: the beginning of the answer unless told, or, once it was answered, the end of the connection. */
  readonly until?: 'answer' | 'close';
  /** Canaries are sent at moments within so many ms; all at once unless told. */
  readonly overMs?: number;
}

/** What a probe of the subject measured: a completed round trip in ms, or that none completed within the time allowed. */
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
    subjects: z.array(z.enum(SUBJECT_KINDS)).min(1),
    command: z.enum(['pause', 'stop']).exactOptional(),
    options: toldSchema().exactOptional(),
    parse: callable<Fault['parse']>(),
    undo: callable<Fault['undo']>(),
    inject: callable<Fault['inject']>(),
    asks: callable<NonNullable<Fault['asks']>>().exactOptional(),
    expected: callable<Fault['expected']>(),
    feltBy: callable<NonNullable<Fault['feltBy']>>().exactOptional(),
  }),
  calledLikeFile: true,
};

/** Types the default export of a `*.fault.ts`; discovery checks it. */
export function defineFault<K extends SubjectKind, O>(fault: Fault<K, O>): Fault<K, O> {
  return fault;
}
