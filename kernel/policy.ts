import { z } from 'zod';

/** What a gate demands beyond "everything that was planned passed". */
export const policySchema = z.strictObject({
  /** Suites that must have been planned; what may be missing is simply not listed. */
  required: z.array(z.string()).default([]),
  /** Requirement ids that must be proven. */
  mustProve: z.array(z.string()).default([]),
  /** How many checks may pass only at a further attempt. */
  flakes: z.number().int().min(0).default(0),
  /** Load suites that must not be worse than their baseline; without one they are unknown. */
  notWorse: z.array(z.string()).optional(),
});
export type Policy = z.infer<typeof policySchema>;
