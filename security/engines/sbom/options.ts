import { z } from 'zod';
import { subjectsSchema } from '../../source/subjects.ts';

export const optionsSchema = z.strictObject({
  subjects: subjectsSchema,
  licences: z
    .string()
    .describe(
      'A file of the licences that are allowed, by SPDX identifier, and packages that may have others: `{ allowed, exceptions: [{ package, licence, reason, reviewer }] }`.',
    ),
});
export type SbomOptions = z.infer<typeof optionsSchema>;
