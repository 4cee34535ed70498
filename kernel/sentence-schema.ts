import { z } from 'zod';
import { fromOldEvidence, type Sentence } from './sentence.ts';

const written = z.strictObject({ what: z.string(), fix: z.string().optional() });

/** A sentence in evidence. */
export const sentenceSchema = written.transform(fromOldEvidence);

/** One that old evidence has as a text. */
export const onceTextSchema = z
  .union([z.string().transform((what): Sentence => ({ what })), written])
  .transform(fromOldEvidence);
