import { z } from 'zod';

/** What a gate demands beyond "everything that was planned passed". */
export const policySchema = z.strictObject({
  required: z
    .array(z.string())
    .default([])
    .describe('Suites that must have been planned; what may be missing is simply not listed.'),
  mustProve: z.array(z.string()).default([]).describe('Requirement ids that must be proven.'),
  flakes: z.number().int().min(0).default(0).describe('How many checks may pass only at a further attempt.'),
  notWorse: z
    .array(z.string())
    .optional()
    .describe('Load suites that must not be worse than their baseline; without one they are unknown.'),
});
export type Policy = z.infer<typeof policySchema>;
