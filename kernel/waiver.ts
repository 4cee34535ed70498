import { z } from 'zod';

/** Accepts one failed check or finding for a while. Names exactly one thing; expires. */
export const waiverSchema = z.strictObject({
  /** A check id or a finding's fingerprint, exactly; no wildcard. */
  of: z
    .string()
    .min(1)
    .refine((of) => !of.includes('*'), 'a waiver names one check or finding; wildcards are not allowed'),
  reason: z.string().min(1),
  owner: z.string().min(1),
  approver: z.string().min(1),
  /** The first moment at which it no longer holds, `2026-12-31` (UTC) or an ISO time. */
  expires: z.union([z.iso.date(), z.iso.datetime()]),
});
export type Waiver = z.infer<typeof waiverSchema>;

export function waives(waiver: Waiver, id: string): boolean {
  return waiver.of === id;
}
