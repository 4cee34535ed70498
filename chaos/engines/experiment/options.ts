import { z } from 'zod';
import { SUBJECT_KINDS, type Fault, type SubjectKind } from '../../../kernel/experiment.ts';
import { historyCheckSchema } from '../../history/check-history.ts';
import type { NamedSubject } from '../../subjects/find-subject.ts';

const ms = z.number().int().positive();

const name = z.string().min(1).optional();

function subjectsIn(named: Partial<Record<SubjectKind, string | undefined>>): readonly NamedSubject[] {
  return SUBJECT_KINDS.flatMap((kind) => {
    const name = named[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
}

/** A fault and what it disturbs: `{ fault: 'latency', link: 'api-postgres', options: { latencyMs: 100 } }`. */
const faultSchema = z
  .strictObject({
    fault: z.string().describe('The name of a `*.fault.ts`.'),
    // One of these.
    link: name.describe("A connection of the target, by the target's name for it."),
    process: name.describe('Or a process of the target.'),
    network: name.describe('Or a network device of this host.'),
    afterMs: z
      .int()
      .min(0)
      .default(0)
      .describe('So long after the phase `during` began, but not before the one that is named before it.'),
    options: z.unknown().optional().describe("The fault's own."),
  })
  .transform(({ fault, options, afterMs, ...named }, context) => {
    const subjects = subjectsIn(named);
    const [subject] = subjects;
    if (subject !== undefined && subjects.length === 1) return { fault, subject, options, afterMs };
    const got = subjects.map(({ kind }) => kind).join(' and ') || 'none';
    context.addIssue(`got ${got}; a fault names one subject: ${SUBJECT_KINDS.join(', ')}`);
    return z.NEVER;
  });

const stormSchema = z.strictObject({
  seed: z
    .int()
    .min(0)
    .describe('The same seed gives the same storm. `./harness chaos storm --seed` sets another.'),
  only: z
    .array(z.int().positive())
    .min(1)
    .optional()
    .describe(
      'Of the faults of the whole storm those alone, by their numbers: what a failing one is shrunk to.',
    ),
  faults: z
    .array(
      z.strictObject({
        fault: z.string().describe('The name of a `*.fault.ts`.'),
        options: z.unknown().optional().describe("The fault's own."),
      }),
    )
    .min(1)
    .describe(
      'What may come. Each is drawn as often as any other; one that stands here twice, twice as often.',
    ),
  subjects: z
    .array(
      z
        .strictObject({
          link: name.describe("A connection of the target, by the target's name for it."),
          process: name.describe('Or a process of the target.'),
          touches: z
            .string()
            .min(1)
            .describe('What answers there: of two faults that touch the same, each would hide the other.'),
        })
        .transform(({ touches, ...named }, context) => {
          const [subject, ...others] = subjectsIn(named);
          if (subject !== undefined && others.length === 0) return { subject, touches };
          context.addIssue('names one subject: link or process');
          return z.NEVER;
        }),
    )
    .min(1)
    .describe('What it may come to.'),
  atOnce: z.int().positive().default(2).describe('So many faults may be on at once.'),
  onMs: z
    .strictObject({ least: ms.describe('At least.'), most: ms.describe('At most.') })
    .refine(({ least, most }) => least <= most, { error: 'least is at most as long as most' })
    .describe('How long a fault is on.'),
  calmMs: ms.describe(
    'How long what was touched is left alone afterwards; by then it must be as it was. At least `recoveryWithinMs`.',
  ),
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
    .optional()
    .describe('Injected one after the other, on together, taken away together.'),
  storm: stormSchema
    .optional()
    .describe(
      'In place of `faults`: they come and go by chance, during all of `phasesMs.during`. Each must have an effect by itself.',
    ),
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
      env: z
        .record(z.string(), z.string())
        .default({})
        .describe('Further environment variables for it; no secrets, for they stand in evidence.'),
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
      during: ms.describe('With the faults on; of a storm, how long it is at most.'),
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
        .optional()
        .describe('What it must answer while the fault is on; needed but in a storm, where that depends.'),
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

/** A fault with the options that it has checked, and when it is on, from the beginning of the phase `during`. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly subject: NamedSubject;
  readonly options: unknown;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Experiment extends Omit<ExperimentOptions, 'faults'> {
  readonly faults: readonly PlannedFault[];
}
