import { z } from 'zod';
import { subjectsSchema } from '../../source/subjects.ts';

export const optionsSchema = z.strictObject({
  subjects: subjectsSchema,
  allowed: z
    .string()
    .optional()
    .describe(
      'A file of false alarms that somebody has looked at: `[{ rule, path, fingerprint, reason, reviewer }]`.',
    ),
});

export type GitleaksOptions = z.infer<typeof optionsSchema>;
