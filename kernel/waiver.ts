import { z } from 'zod';
import type { Evidence } from './evidence.ts';

/** Accepts one failed check or finding for a while. Names exactly one thing; expires. */
export const waiverSchema = z.strictObject({
  of: z
    .string()
    .min(1)
    .refine((of) => !of.includes('*'), 'a waiver names one check or finding; wildcards are not allowed')
    .describe("A check id or a finding's fingerprint, exactly; no wildcard."),
  suite: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The suite that it is for, by name; needed for a check that more than one suite of a run tells under that id.',
    ),
  reason: z.string().min(1).describe('Why it may fail.'),
  owner: z.string().min(1).describe('Who mends it.'),
  approver: z.string().min(1).describe('Who has allowed it.'),
  expires: z
    .union([z.iso.date(), z.iso.datetime()])
    .describe('The first moment at which it no longer holds, `2026-12-31` (UTC) or an ISO time.'),
});
export type Waiver = z.infer<typeof waiverSchema>;

export function waives(waiver: Waiver, id: string, suite: string): boolean {
  return waiver.of === id && (waiver.suite === undefined || waiver.suite === suite);
}

/** What to do about a check that no waiver waives in its suite, where one names it in another: a mistyped suite reads like that. */
export function waivedElsewhere(waivers: readonly Waiver[], id: string, suite: string): string | undefined {
  const other = waivers.find(({ of }) => of === id)?.suite;
  if (other === undefined) return undefined;
  return `its waiver is for the suite "${other}"; if this one is meant, give the waiver \`suite: '${suite}'\``;
}

/** The suites in which a waiver that names none would waive a check, where that is more than one: then it waives nowhere. */
export function ambiguousIn(
  waiver: Pick<Waiver, 'of' | 'suite'>,
  evidences: readonly Evidence[],
): readonly string[] {
  if (waiver.suite !== undefined) return [];
  const suites = evidences.filter(({ checks }) => checks.some(({ id }) => id === waiver.of));
  return suites.length > 1 ? suites.map(({ suite }) => suite.name) : [];
}
