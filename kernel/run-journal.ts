import { z } from 'zod';
import { NEEDS } from './engine.ts';
import { endingSchema } from './evidence.ts';
import { loadSettingsSchema } from './load-settings.ts';
import { EFFECTS, OFFERS } from './permission.ts';
import { freshRunSchema, PHASES, policySchema } from './policy.ts';
import { aspectSchema } from './requirement.ts';
import { onceTextSchema, sentenceSchema } from './sentence-schema.ts';
import { resolvedSuiteSchema, stageSchema } from './suite.ts';

/** What was planned, as the journal keeps it: enough to say years later what should have run, and from which file. */
export const plannedRecordSchema = z.strictObject({
  suite: resolvedSuiteSchema,
  /** The folder of its evidence below that of its kind. */
  toolKind: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** The suite's definition or plain file, relative to the checkout where it is inside. */
  file: z.string(),
  /** Why its engine could not run. */
  unavailable: onceTextSchema.optional(),
  /** What the environment lacks or forbids of it: it is not applicable there. `unavailable` says so in a sentence. */
  missing: z.array(z.enum([...OFFERS, ...EFFECTS])).optional(),
  /** What its engine looks at, where that is no target. */
  needs: z.enum(NEEDS).optional(),
  /** The command line that runs just it again, without secrets. */
  rerun: z.string().optional(),
});
export type PlannedRecord = z.infer<typeof plannedRecordSchema>;

const environmentFacts = z.strictObject({
  name: z.string(),
  title: z.string(),
  owner: z.string(),
  target: z.string(),
});

/** Evidence that the product's own pipeline, or a person, made elsewhere: of which commit of the product, and when. */
const importedFacts = z.strictObject({
  as: z.string(),
  format: z.string(),
  madeAt: z.string(),
  commit: z.string(),
  author: z.string(),
  /** Of the file before anything was redacted. */
  sha256: z.string(),
});

const detectionFacts = z.strictObject({
  id: z.string(),
  /** The planted defect; a clean run has none. */
  defect: z.strictObject({ id: z.string(), title: z.string() }).optional(),
});

/** The facts of a run that stand before anything happens. */
export const runFactsSchema = z.strictObject({
  id: z.string(),
  startedAt: z.string(),
  /** The command line to repeat the run, without secrets. */
  command: z.string(),
  stage: stageSchema.optional(),
  /** All suites of that stage, so that its policy applies. */
  whole: z.boolean().optional(),
  /** Of a run that was asked for a part of its tests: the pattern of their titles. */
  grep: z.string().optional(),
  /** One shard of a set that was sealed before: which one, from 1, and the set's digest. */
  shard: z.strictObject({ set: z.string(), number: z.int().min(1) }).optional(),
  /** The milestone that it is for. */
  phase: z.enum(PHASES).optional(),
  environment: environmentFacts,
  owner: z.string(),
  seed: z.number().int(),
  /** How its load was shaped, where the command line said so. */
  load: loadSettingsSchema.optional(),
  harness: z.strictObject({ version: z.string(), node: z.string() }),
  git: z.strictObject({ branch: z.string(), commit: z.string(), dirty: z.boolean() }).optional(),
  /** `memoryMb` is in 2^20 bytes, as it always was. `cpu`: the processor's model, where the system says it. */
  machine: z.strictObject({
    os: z.string(),
    cores: z.number(),
    memoryMb: z.number(),
    cpu: z.string().optional(),
  }),
  /** A run of `detect`: never a release's evidence. With `defect`, the target's own code was spoilt on purpose. */
  detection: detectionFacts.optional(),
  /** Of a run that only keeps what was made elsewhere. */
  imported: importedFacts.optional(),
  /** The harness's process, so that heal can tell a dead run from a running one. */
  process: z.strictObject({ pid: z.number(), startedAt: z.string() }),
  /** The private work folder; gone after the run. */
  work: z.string(),
});
export type RunFacts = z.infer<typeof runFactsSchema>;

export const RUN_STATUSES = ['running', 'completed', 'interrupted', 'broken'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What run.ndjson holds, in order. A journal without `ended` is a run that is still going on, or was killed. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run-started'), data: runFactsSchema }),
  z.strictObject({
    type: z.literal('planned'),
    data: z.strictObject({
      planned: z.array(plannedRecordSchema),
      /** The policy that this run is held to, whenever it is judged again. */
      policy: policySchema,
      /** What `mustProve` of it meant. Runs of before there were aspects have none, and a bare id is proven by one check. */
      demanded: z.array(aspectSchema).optional(),
      /** What does not apply in the environment, and why. */
      notApplicable: z.record(z.string(), z.string()).optional(),
      /** The suites that each stage with a policy required then. */
      stages: z.record(z.string(), z.array(z.string())).optional(),
      skipped: z.array(
        z.strictObject({
          name: z.string(),
          reason: z.string(),
          notApplicable: z.literal(true).optional(),
        }),
      ),
      /** The whole runs of other stages that the policy asks for, where there were any. */
      fresh: z.array(freshRunSchema).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('tools'),
    data: z.strictObject({
      tools: z.array(z.strictObject({ name: z.string(), version: z.string(), source: z.string() })),
    }),
  }),
  z.strictObject({
    type: z.literal('target-up'),
    data: z.strictObject({
      name: z.string(),
      version: z.string(),
      commit: z.string().optional(),
      urls: z.record(z.string(), z.string()),
      warmUpMs: z.number(),
      /** Nothing was started: `warmUpMs` tells nothing. */
      elsewhere: z.literal(true).optional(),
    }),
  }),
  z.strictObject({ type: z.literal('suite-started'), data: z.strictObject({ suite: z.string() }) }),
  z.strictObject({
    type: z.literal('suite-sealed'),
    data: z.strictObject({ suite: z.string(), hash: z.string(), ending: endingSchema }),
  }),
  /** Something of the run itself went wrong: an `unknown` for the gate. */
  z.strictObject({ type: z.literal('trouble'), data: sentenceSchema }),
  /** Worth a reviewer's eye, but it decides nothing. */
  z.strictObject({ type: z.literal('warning'), data: sentenceSchema }),
  z.strictObject({
    type: z.literal('healed'),
    data: z.strictObject({
      by: z.enum(['watcher', 'heal']),
      undone: z.number(),
      failures: z.array(onceTextSchema),
    }),
  }),
  z.strictObject({
    type: z.literal('ended'),
    data: z.strictObject({
      status: z.enum(RUN_STATUSES),
      peakMemoryMb: z.number().optional(),
      /** By a clock that never jumps, of a run that was ended by who started it. */
      durationMs: z.number().min(0).optional(),
      /** When a killed run was last heard of, as told by whoever ended it later. */
      lastAt: z.string().optional(),
    }),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
