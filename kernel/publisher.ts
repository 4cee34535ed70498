import { z } from 'zod';
import { callable, toldSchema, type Definable } from './discover.ts';
import type { Verdict } from './verdict.ts';

/** Something that keeps a run from passing, or that was let through. */
export interface SealedReason {
  readonly verdict: Verdict;
  readonly suite?: string | undefined;
  readonly what: string;
  readonly expected?: string | undefined;
  readonly observed?: string | undefined;
  readonly fix?: string | undefined;
  /** The person or team to ask. */
  readonly owner: string;
}

/** A run that is sealed and reported, for whoever passes it on. Nothing of it may be changed. */
export interface SealedRun {
  readonly id: string;
  readonly verdict: Verdict;
  /** Of the evidence: SHA-256 over every byte of its manifest. */
  readonly digest: string;
  /** ISO. */
  readonly startedAt: string;
  readonly environment: string;
  readonly stage: string | undefined;
  /** `shop 1.4.2`; undefined where no target came up. */
  readonly target: string | undefined;
  readonly git: { readonly branch: string; readonly commit: string } | undefined;
  /** Nobody may release on it, whatever the verdict is. */
  readonly rehearsal: boolean;
  /** The worst first. */
  readonly reasons: readonly SealedReason[];
  /** `evidence/runs/<id>/`, absolute. */
  readonly evidence: string;
  /** `reports/runs/<id>/`, absolute. */
  readonly report: string;
}

/**
 * Passes sealed runs on: signs, copies, notifies. The default export of a `*.publisher.ts`. Which ones run, and with which
 * options, says `publish` in harness.config.ts.
 */
export interface Publisher<O = unknown> {
  readonly name: string;
  /** After so long it has failed. A minute unless told. */
  readonly timeoutMs?: number;
  /** What the options are, for docs/reference; `parse` checks them. */
  readonly options?: z.ZodType;
  /** Checks its options, when a run is planned. Throws a ZodError or a ConfigError. */
  parse(options: unknown): O;
  /** The environment variables that hold its secrets. They must be set, and what it says is without their values. */
  secrets?(options: O): readonly string[];
  /**
   * Gives where the run went, in a few words; throws where it did not. Called again for a run where a kill came before the
   * outcome was noted: doing it twice must be as good as once.
   */
  publish(run: SealedRun, options: O, signal: AbortSignal): Promise<string>;
}

export const PUBLISHER: Definable<Publisher> = {
  what: 'publisher',
  within: ['publishers'],
  calledLikeFile: true,
  schema: z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a kebab-case name'),
    timeoutMs: z.number().int().positive().exactOptional(),
    options: toldSchema().exactOptional(),
    parse: callable<Publisher['parse']>(),
    secrets: callable<NonNullable<Publisher['secrets']>>().exactOptional(),
    publish: callable<Publisher['publish']>(),
  }),
};

/** Types the default export of a `*.publisher.ts`; discovery checks it. */
export function definePublisher<O>(publisher: Publisher<O>): Publisher<O> {
  return publisher;
}
