import { z } from 'zod';
import { subjectsSchema } from '../../source/subjects.ts';

export const optionsSchema = z.strictObject({
  subjects: subjectsSchema,
  folders: z
    .array(z.string().min(1))
    .default([])
    .describe('Of this checkout only these folders are looked at; all of it unless told.'),
  except: z
    .array(
      z.strictObject({
        files: z.string().min(1).describe('Which.'),
        reason: z.string().trim().min(1).describe('Why.'),
      }),
    )
    .default([])
    .describe('Files that are not looked at, as patterns such as `**/*.test.ts`, and why.'),
});
export type SemgrepOptions = z.infer<typeof optionsSchema>;
