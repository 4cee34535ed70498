import { z } from 'zod';
import type { Evidence, Finding } from './evidence.ts';

const DAY_MS = 86_400_000;
/** A waiver is a loan: at the latest after so many days somebody decides anew. */
const MOST_DAYS = 90;
/** The same for one of a critical finding (severity 9 or more). */
const MOST_DAYS_CRITICAL = 14;

const said = (what: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : undefined) })
    .regex(/\S/, 'must not be blank')
    .describe(what);
const day = z.union([z.iso.date(), z.iso.datetime()], {
  error: ({ input }) =>
    `${input === undefined ? 'is missing' : `got ${JSON.stringify(input)}`}; a day such as 2026-10-31, or an ISO time`,
});

/** Accepts one failed check or finding of one suite for a while. */
export const waiverSchema = z
  .strictObject({
    of: said("A check id or a finding's fingerprint, exactly; no wildcard.").refine(
      (of) => !of.includes('*'),
      'a waiver names one check or finding; wildcards are not allowed',
    ),
    suite: said('The suite that tells it, by name.'),
    reason: said('Why it may fail.'),
    ticket: said('Where it is followed up: an address or a number of the tracker.'),
    owner: said('Who mends it.'),
    approver: said('Who has allowed it: somebody else than its owner.'),
    flaky: z
      .literal(true)
      .optional()
      .describe(
        'Of a check that comes and goes: it is in quarantine. It lets through what failed once and not at every attempt, and the check proves nothing, even where it passes. The policy says how many there may be, and for how long (`quarantine`).',
      ),
    created: day.describe('When it was allowed, `2026-10-31` (UTC) or an ISO time.'),
    expires: day.describe(
      `The first moment at which it no longer holds: at most ${MOST_DAYS} days after \`created\`, ${MOST_DAYS_CRITICAL} for a critical finding.`,
    ),
  })
  .superRefine(({ owner, approver, created, expires }, context) => {
    const days = daysBetween(created, expires);
    const problem = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (owner.trim().toLowerCase() === approver.trim().toLowerCase())
      problem('approver', `"${approver}" owns it; somebody else has to allow it`);
    if (days <= 0) problem('expires', `${expires} is not after created, ${created}`);
    if (days > MOST_DAYS)
      problem('expires', `${Math.ceil(days)} days after created; at most ${MOST_DAYS} are allowed`);
  });
export type Waiver = z.infer<typeof waiverSchema>;

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

type Named = Pick<Waiver, 'of' | 'suite' | 'flaky'>;

/** Whether it accepts that this check or finding fails. */
export function waives(waiver: Named, id: string, suite: string): boolean {
  return waiver.flaky !== true && waiver.of === id && waiver.suite === suite;
}

/** Whether it puts this check in quarantine. */
export function quarantines(waiver: Named, id: string, suite: string): boolean {
  return waiver.flaky === true && waiver.of === id && waiver.suite === suite;
}

/** From when it was allowed until it expires; one of a critical finding only if its whole term is as short as that demands. */
export function holds(waiver: Waiver, findings: readonly Finding[], now: Date): boolean {
  const begun = Date.parse(waiver.created) <= now.getTime();
  return begun && !isExpired(waiver, now) && tooLongFor(waiver, findings) === undefined;
}

export function isExpired({ expires }: Pick<Waiver, 'expires'>, now: Date): boolean {
  return Date.parse(expires) <= now.getTime();
}

/** Why its term is too long for what it waives; undefined where it is not. */
export function tooLongFor(waiver: Waiver, findings: readonly Finding[]): string | undefined {
  const days = daysBetween(waiver.created, waiver.expires);
  const isCritical = findings.some(({ fingerprint, severity }) => fingerprint === waiver.of && severity >= 9);
  if (!isCritical || days <= MOST_DAYS_CRITICAL) return undefined;
  return `${Math.ceil(days)} days for a critical finding; at most ${MOST_DAYS_CRITICAL} are allowed`;
}

/** Why a quarantine is too long for a policy; undefined where it is not, and of any other waiver. */
export function tooLongInQuarantine({ flaky, created, expires }: Waiver, most: number): string | undefined {
  const days = daysBetween(created, expires);
  if (flaky !== true || days <= most) return undefined;
  return `${Math.ceil(days)} days; the policy allows ${most}`;
}

/** What a waiver of this suite could name: its checks and its findings. */
export function waivableOf({ checks, findings }: Pick<Evidence, 'checks' | 'findings'>): ReadonlySet<string> {
  return new Set([...checks.map(({ id }) => id), ...findings.map(({ fingerprint }) => fingerprint)]);
}

/** What to do about a check that no waiver waives in its suite, where one names it in another: a mistyped suite reads like that. */
export function waivedElsewhere(waivers: readonly Waiver[], id: string, suite: string): string | undefined {
  const other = waivers.find(({ of }) => of === id)?.suite;
  if (other === undefined) return undefined;
  return `its waiver is for the suite "${other}"; if this one is meant, give the waiver \`suite: '${suite}'\``;
}
