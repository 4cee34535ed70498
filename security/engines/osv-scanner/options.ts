import { z } from 'zod';
import { valueReferenceSchema } from '../../../kernel/value-reference.ts';
import { subjectsSchema } from '../../source/subjects.ts';

export const optionsSchema = z.strictObject({
  subjects: subjectsSchema,
  database: valueReferenceSchema.describe(
    'Where the folder is named that holds the advisories: `osv-scalibr/npm/all.zip` in it, as https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip is.',
  ),
  maxAgeDays: z
    .number()
    .positive()
    .default(7)
    .describe(
      'How old the newest advisory may be: a database that nobody brings up to date knows of nothing new.',
    ),
  minAdvisories: z
    .number()
    .int()
    .min(1)
    .default(10_000)
    .describe(
      'How many advisories there must be at least: npm has far more, and of a part of them silence says nothing.',
    ),
});
export type OsvOptions = z.infer<typeof optionsSchema>;
