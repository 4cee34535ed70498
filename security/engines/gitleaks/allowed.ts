import { z } from 'zod';
import { ConfigError } from '../../../kernel/errors.ts';
import { readReviewed } from '../../source/reviewed.ts';

/** False alarms that somebody has looked at, one an entry. What is a secret is never one: it is changed, and waived until then. */
const allowedSchema = z.array(
  z.strictObject({
    rule: z.string().min(1),
    path: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'a fingerprint, as the finding has it'),
    reason: z.string().trim().min(1),
    reviewer: z.string().trim().min(1),
  }),
);
export type Allowed = z.infer<typeof allowedSchema>[number];

/** The entries by fingerprint. */
export function readAllowed(file: string | undefined): ReadonlyMap<string, Allowed> {
  if (file === undefined) return new Map();
  const entries = readReviewed(file, allowedSchema);
  const twice = entries.filter(
    (one, index) => entries.findIndex((other) => other.fingerprint === one.fingerprint) !== index,
  );
  if (twice.length > 0)
    throw new ConfigError(twice.map((one) => `${file}: ${one.path}: ${one.fingerprint} stands there twice`));
  return new Map(entries.map((one) => [one.fingerprint, one]));
}
