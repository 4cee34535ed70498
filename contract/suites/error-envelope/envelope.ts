import { z } from 'zod';

const field = z.strictObject({ path: z.string().min(1), message: z.string().min(1) });

/** The one envelope. `fields` comes with VALIDATION_FAILED only. */
const envelope = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[A-Z][A-Z_]+$/),
    message: z.string().min(1),
    requestId: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    fields: z.array(field).min(1).optional(),
  }),
});

export const envelopeSchema = z.toJSONSchema(envelope, { target: 'draft-7' });
