import { z } from 'zod';
import { subjectsSchema } from '../../source/subjects.ts';

export const optionsSchema = z.strictObject({
  subjects: subjectsSchema,
  node: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version, such as 24.1.0')
    .default(process.versions.node)
    .describe('The version of Node that the product runs on; the one that runs this unless told.'),
});
export type LockfileOptions = z.infer<typeof optionsSchema>;
