import { z } from 'zod';
import { signInSchema } from '../zap/zap-options.ts';

export const optionsSchema = z.strictObject({
  site: z.string().default('api').describe('The URL role of what is asked.'),
  description: z
    .string()
    .regex(/^\/(?!\/)/, 'a path that starts with one /')
    .default('/openapi.json')
    .describe('Where it describes itself, as OpenAPI 3 in JSON.'),
  signIn: signInSchema
    .optional()
    .describe('How to sign in, with `kind: bearer`; without it only what anybody may ask is looked at.'),
  leadingTo: z
    .strictObject({
      site: z.string().describe('The URL role of what takes it.'),
      path: z.string().startsWith('/').describe('The path there.'),
    })
    .optional()
    .describe(
      'The only address that the product is given where it asks for one (`format: uri`). Without it made-up ones are written there, and a product may ask them.',
    ),
  maxExamples: z
    .number()
    .int()
    .min(1)
    .default(10)
    .describe(
      'How many requests by chance for each operation, and sequences in all; edge cases come on top.',
    ),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe('Of all operations at least so many must have done once what they were asked for.'),
  seed: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'Makes the same requests again; another one in each run unless told. `HARNESS_FUZZ_SEED` goes before it.',
    ),
});
export type FuzzOptions = z.infer<typeof optionsSchema>;
