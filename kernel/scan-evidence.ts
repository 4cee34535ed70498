import { z } from 'zod';

/** `scan`: what a scanner of files was, what it looked at, and how it showed that it sees. One for each thing that it looks at. */
export const scanSchema = z.strictObject({
  /** The program. */
  engine: z.string(),
  version: z.string(),
  /** Whose rules, and how many where that can be counted: `26 of ours`. */
  rules: z.string(),
  /** What was looked at: `harness: tree`. */
  subject: z.string(),
  /** Of what: files, commits, packages. */
  unit: z.string(),
  lookedAt: z.number().int().min(0),
  thereWas: z.number().int().min(0),
  /** What was not looked at, and why; some of it, where it is much. */
  passedOver: z.array(z.string()),
  /** What was planted for it, which it found. */
  canary: z.string(),
});
export type Scan = z.infer<typeof scanSchema>;
