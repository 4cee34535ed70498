import { z } from 'zod';
import { cleanRunSchema } from '../detection.ts';
import { trialSchema } from './trial.ts';

/** `mutants.json`: what came of each mutant of a sample. Whole also when cut short. */
export const mutationSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  environment: z.string(),
  target: z.string(),
  git: z.object({ branch: z.string(), commit: z.string(), dirty: z.boolean() }).optional(),
  /** SHA-256 over all sources. */
  tree: z.string(),
  seed: z.number(),
  /** How many were asked for, and of how many. */
  sampled: z.number(),
  all: z.number(),
  /** By suites of which kinds, in this order. */
  kinds: z.array(z.string()),
  /** Every mutant was tried, of code that nobody changed meanwhile. */
  complete: z.boolean(),
  /** One of each mutant: what killed it, or else what the last kind of suites made of it. */
  trials: z.array(trialSchema),
  clean: z.array(cleanRunSchema),
  tookMs: z.object({ mutants: z.number(), clean: z.number() }),
});
export type Mutation = z.infer<typeof mutationSchema>;

/** The name of the file in `reports/detect/mutants/<id>/`. */
export const MUTATION_FILE = 'mutants.json';
