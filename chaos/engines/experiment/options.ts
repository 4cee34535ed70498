import { z } from 'zod';
import { SUBJECT_KINDS, type Fault } from '../../../kernel/experiment.ts';
import type { NamedSubject } from '../../subjects/find-subject.ts';

const ms = z.number().int().positive();

const name = z.string().min(1).optional();

/** A fault and what it disturbs: `{ fault: 'latency', link: 'api-postgres', options: { latencyMs: 100 } }`. */
const faultSchema = z
  .strictObject({
    fault: z.string(),
    /** One of these, by the target's name for it. */
    link: name,
    process: name,
    network: name,
    /** Belong to the fault. */
    options: z.unknown().optional(),
  })
  .transform(({ fault, options, ...named }, context) => {
    const subjects = SUBJECT_KINDS.flatMap((kind) => {
      const name = named[kind];
      return name === undefined ? [] : [{ kind, name }];
    });
    const [subject] = subjects;
    if (subject !== undefined && subjects.length === 1) return { fault, subject, options };
    const got = subjects.map(({ kind }) => kind).join(' and ') || 'none';
    context.addIssue(`got ${got}; a fault names one subject: ${SUBJECT_KINDS.join(', ')}`);
    return z.NEVER;
  });

export const optionsSchema = z.strictObject({
  /** What should hold while the faults are on, in a sentence; the suite's thresholds say it in numbers. */
  hypothesis: z.string().min(1),
  /** Injected one after the other, on together, taken away together. */
  faults: z.array(faultSchema).min(1),
  /** A plain k6 script, relative to the suite's folder. It finds `PER_SECOND` and `DURATION_MS` in `__ENV`. */
  load: z.strictObject({ script: z.string().min(1), perSecond: z.number().int().positive().default(5) }),
  phasesMs: z.strictObject({
    /** For the load to start and the target to get warm: belongs to no phase. */
    warmUp: ms.default(5_000),
    before: ms,
    during: ms,
    after: ms,
  }),
  /** From the end of the fault: the system must work again by then. The `after` phase begins when this has passed. */
  recoveryWithinMs: ms,
  /** An anonymous GET that tells whether the system works, by URL role and path. */
  probe: z.strictObject({
    url: z.string(),
    path: z.string().startsWith('/'),
    /** What it must answer while the fault is on, and how soon. */
    during: z.strictObject({ status: z.number().int().min(100).max(599), withinMs: ms }),
  }),
  /** How long a canary waits before it says `no answer`; longer than any delay that is injected. */
  canaryTimeoutMs: ms.default(2_000),
  /** Further metrics of the load that thresholds refer to, each with its phase: `during.http_req_waiting.p95`. */
  metrics: z.array(z.string()).default([]),
});
export type ExperimentOptions = z.infer<typeof optionsSchema>;

/** A fault with the options that it has checked. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly subject: NamedSubject;
  readonly options: unknown;
}

export interface Experiment extends Omit<ExperimentOptions, 'faults'> {
  readonly faults: readonly PlannedFault[];
}
