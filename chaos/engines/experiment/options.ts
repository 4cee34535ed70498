import { z } from 'zod';
import { SUBJECT_KINDS, type Fault } from '../../../kernel/experiment.ts';
import { historyCheckSchema } from '../../history/check-history.ts';
import type { NamedSubject } from '../../subjects/find-subject.ts';

const ms = z.number().int().positive();

const name = z.string().min(1).optional();

/** A fault and what it disturbs: `{ fault: 'latency', link: 'api-postgres', options: { latencyMs: 100 } }`. */
const faultSchema = z
  .strictObject({
    fault: z.string().describe('The name of a `*.fault.ts`.'),
    // One of these.
    link: name.describe("A connection of the target, by the target's name for it."),
    process: name.describe('Or a process of the target.'),
    network: name.describe('Or a network device of this host.'),
    options: z.unknown().optional().describe("The fault's own."),
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
  hypothesis: z
    .string()
    .min(1)
    .describe(
      "What should hold while the faults are on, in a sentence; the suite's thresholds say it in numbers.",
    ),
  faults: z
    .array(faultSchema)
    .min(1)
    .describe('Injected one after the other, on together, taken away together.'),
  load: z
    .strictObject({
      script: z
        .string()
        .min(1)
        .describe(
          "A plain k6 script, relative to the suite's folder. It finds `PER_SECOND` and `DURATION_MS` in `__ENV`.",
        ),
      perSecond: z.number().int().positive().default(5).describe('How often.'),
    })
    .describe('What asks the target meanwhile.'),
  client: z
    .strictObject({
      script: z
        .string()
        .min(1)
        .describe(
          "A Node program, relative to the suite's folder. It asks the target for `DURATION_MS`, then looks at what became of it, and tells each operation in `HISTORY_FILE` (`chaos/history/journal.ts`).",
        ),
      checks: z.array(historyCheckSchema).min(1).describe('What its history is held to: a check each.'),
    })
    .optional()
    .describe(
      'A client beside the load, which shows that nothing acknowledged was lost and nothing happened twice.',
    ),
  phasesMs: z
    .strictObject({
      warmUp: ms
        .default(5_000)
        .describe('For the load to start and the target to get warm: belongs to no phase.'),
      before: ms.describe('Without a fault.'),
      during: ms.describe('With the faults on.'),
      after: ms.describe('Once the system has had its time to recover.'),
    })
    .describe('How long each phase lasts.'),
  recoveryWithinMs: ms.describe(
    'From the end of the fault: the system must work again by then. The `after` phase begins when this has passed.',
  ),
  probe: z
    .strictObject({
      url: z.string().describe('The URL role: `api`.'),
      path: z.string().startsWith('/').describe('Below that URL.'),
      during: z
        .strictObject({
          status: z.number().int().min(100).max(599).describe('The HTTP status.'),
          withinMs: ms.describe('How soon.'),
        })
        .describe('What it must answer while the fault is on.'),
    })
    .describe('An anonymous GET that tells whether the system works, by URL role and path.'),
  canaryTimeoutMs: ms
    .default(2_000)
    .describe('How long a canary waits before it says `no answer`; longer than any delay that is injected.'),
  metrics: z
    .array(z.string())
    .default([])
    .describe(
      'Further metrics of the load that thresholds refer to, each with its phase: `during.http_req_waiting.p95`.',
    ),
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
