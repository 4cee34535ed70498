import { z } from 'zod';
import { policySchema, type Policy } from './policy.ts';
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
  stages: z.partialRecord(z.enum(STAGES), policySchema).default({}).describe('For whole runs of a stage.'),
  otherwise: policySchema.describe('For runs of no stage, or of one that is not listed.'),
  waivers: z.array(waiverSchema).default([]).describe('What may fail for a while.'),
  publish: z.array(publicationSchema).default([]).describe('In this order.'),
});
export type HarnessConfig = z.infer<typeof configSchema>;

/** Types the default export of harness.config.ts; loading checks it. */
export function defineHarness(config: z.input<typeof configSchema>): z.input<typeof configSchema> {
  return config;
}

/** A whole stage is held to its policy. A part of one, or a plain file, only to `otherwise`: nobody takes it for a release. */
export function policyFor(config: HarnessConfig, stage: Stage | undefined, whole: boolean): Policy {
  return (stage && whole && config.stages[stage]) || config.otherwise;
}
