import { z } from 'zod';

/** One change of one place of a file. */
export const mutantSchema = z.strictObject({
  /** Of file, text and replacement: the same in another tree, as long as the place reads the same. */
  id: z.string(),
  /** Relative to the checkout. */
  file: z.string(),
  /** Where the text stands that is replaced, in characters from the file's beginning. */
  start: z.number().int().min(0),
  line: z.number().int().min(1),
  original: z.string(),
  replacement: z.string(),
  mutator: z.string(),
  /** Of a mutator of ours, not of Stryker's. */
  own: z.boolean(),
});
export type Mutant = z.infer<typeof mutantSchema>;

/** `grossly`: by what any request would show, such as an answer of 5xx, a set-up that failed, a process that died or hung. */
export const OUTCOMES = [
  'killed',
  'killed grossly',
  'survived',
  'not covered',
  'not started',
  'equivalent',
  'unknown',
] as const;
export type MutantOutcome = (typeof OUTCOMES)[number];

const sightSchema = z.strictObject({
  suite: z.string().optional(),
  /** The check, or what broke instead. */
  what: z.string(),
  observed: z.string().optional(),
  /** What the check carries of requirements. */
  proves: z.array(z.string()),
});
export type MutantSight = z.infer<typeof sightSchema>;

/** What the suites of one kind made of one mutant. */
export const trialSchema = z.object({
  mutant: mutantSchema,
  /** The changed lines, before and after. */
  diff: z.string(),
  /** The kind of suites that were tried: what survives one is tried by the next. */
  kind: z.string(),
  outcome: z.enum(OUTCOMES),
  /** What killed it, or why it did not start, or is unknown. */
  sight: sightSchema.optional(),
  /** Suites that ran to their end and saw nothing. */
  passed: z.array(z.string()),
  durationMs: z.number(),
});
export type Trial = z.infer<typeof trialSchema>;
