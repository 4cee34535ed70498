import { z } from 'zod';
import { policyIn, policySchema, stagePolicySchema, type Phase, type Policy } from './policy.ts';
import { STAGES, type Stage } from './suite.ts';
import { waiverSchema } from './waiver.ts';

/** Who passes a sealed run on. */
const publicationSchema = z.strictObject({
  publisher: z.string().describe('The name of a `*.publisher.ts`.'),
  stages: z
    .array(z.enum(STAGES))
    .min(1)
    .optional()
    .describe('Only whole runs of these stages; every run unless told.'),
  options: z.unknown().default({}).describe("The publisher's own."),
});

/** harness.config.ts: the gate's policy as data. Where to test is an environment's matter, what to test a suite's. */
export const configSchema = z.strictObject({
  stages: z
    .partialRecord(z.enum(STAGES), stagePolicySchema)
    .default({})
    .describe('For whole runs of a stage. Those of one that is not listed are unknown.'),
  otherwise: policySchema.describe('For runs of no stage, or of a part of one.'),
  waivers: z.array(waiverSchema).default([]).describe('What may fail for a while.'),
  publish: z.array(publicationSchema).default([]).describe('In this order.'),
});
export type HarnessConfig = z.infer<typeof configSchema>;

/** Types the default export of harness.config.ts; loading checks it. */
export function defineHarness(config: z.input<typeof configSchema>): z.input<typeof configSchema> {
  return config;
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
  const listed = Object.entries(stages) as [Stage, NonNullable<HarnessConfig['stages'][Stage]>][];
  return Object.fromEntries(
    listed.map(([stage, policy]) => [stage, policyIn(policy, environment, phase).required]),
  );
}
