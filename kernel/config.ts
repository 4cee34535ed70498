import { z } from 'zod';
import { policyIn, policySchema, stagePolicySchema, type Phase, type Policy } from './policy.ts';
import { risksSchema } from './risk.ts';
import { slosSchema } from './slo.ts';
import { STAGES, stageSchema, type Stage } from './suite.ts';
import { waiverSchema } from './waiver.ts';

/** Who passes a sealed run on. */
const publicationSchema = z.strictObject({
  publisher: z.string().describe('The name of a `*.publisher.ts`.'),
  stages: z
    .array(stageSchema)
    .min(1)
    .optional()
    .describe('Only whole runs of these stages; every run unless told.'),
  options: z.unknown().default({}).describe("The publisher's own."),
});

/** Who decides about a release, and how. */
const goNoGoSchema = z.strictObject({
  approvers: z
    .string()
    .min(1)
    .default('approvers')
    .describe(
      'Who may decide: a file of the checkout as OpenSSH reads it (ALLOWED SIGNERS in ssh-keygen(1)), a line a person.',
    ),
  approvals: z.number().int().min(2).default(2).describe('How many different persons must approve.'),
  days: z
    .number()
    .positive()
    .max(30)
    .default(7)
    .describe('How long a dossier, and an approval of it, holds at most.'),
});
export type GoNoGoRule = z.infer<typeof goNoGoSchema>;

/** Raised where a project has to be written in another way. */
const PROJECT_VERSION = 1;

/** harness.config.ts: the gate's policy as data. Where to test is an environment's matter, what to test a suite's. */
export const configSchema = z.strictObject({
  version: z
    .int()
    .min(1)
    .refine((version) => version <= PROJECT_VERSION, {
      error: ({ input }) =>
        `got ${String(input)}; this harness knows up to ${PROJECT_VERSION}; npm install release-harness@latest`,
    })
    .default(PROJECT_VERSION)
    .describe('The form of the project that it was written for: a harness that is too old for it says so.'),
  environment: z
    .string()
    .min(1)
    .default('local')
    .describe('Where to test unless `--env` says, by the name of an environment.'),
  stages: z
    .record(stageSchema, stagePolicySchema)
    .default({})
    .describe(
      'For whole runs of a stage, which may be one of your own: `canary`. Those of one that is not listed are unknown.',
    ),
  otherwise: policySchema.describe('For runs of no stage, or of a part of one.'),
  waivers: z.array(waiverSchema).default([]).describe('What may fail for a while.'),
  risks: risksSchema
    .optional()
    .describe('What may go wrong with a release, and the way back. Without it nothing is a Go.'),
  slos: slosSchema
    .prefault({})
    .describe(
      'What is promised of the product, and how soon findings are gone: what `period` reports against. It decides nothing.',
    ),
  goNoGo: goNoGoSchema.prefault({}).describe('Who decides about a release, and how.'),
  publish: z.array(publicationSchema).default([]).describe('In this order.'),
});
export type HarnessConfig = z.infer<typeof configSchema>;

/** Types the default export of harness.config.ts; loading checks it. */
export function defineHarness(config: z.input<typeof configSchema>): z.input<typeof configSchema> {
  return config;
}

/** Those that there are without a word, and the project's own. */
export function stagesOf({ stages }: Pick<HarnessConfig, 'stages'>): readonly Stage[] {
  return [...new Set([...STAGES, ...Object.keys(stages)])];
}

/** What a run is, as its policy asks. */
export interface PolicyQuestion {
  readonly stage: Stage | undefined;
  /** All of that stage's suites. */
  readonly whole: boolean;
  readonly environment: string;
  readonly phase?: Phase | undefined;
}

/**
 * A whole stage is held to its policy. A part of one, or a plain file, only to `otherwise`: nobody takes it for a release.
 * Undefined for a whole stage that nobody has made a policy for: what it would have to show is not known.
 */
export function policyFor(
  { stages, otherwise }: HarnessConfig,
  { stage, whole, environment, phase }: PolicyQuestion,
): Policy | undefined {
  if (stage === undefined || !whole) return otherwise;
  const policy = stages[stage];
  return policy && policyIn(policy, environment, phase);
}

/** The suites that each stage requires; a stage without a policy is absent. */
export function requiredByStage(
  { stages }: HarnessConfig,
  environment: string,
  phase: Phase | undefined,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(stages).map(([stage, policy]) => [stage, policyIn(policy, environment, phase).required]),
  );
}
