import { rank, type Reason } from '../../kernel/judge.ts';
import { isExpired } from '../../kernel/waiver.ts';
import { isGo, type Decided, type SaidOfIt } from './decided.ts';
import type { Dossier } from './dossier.ts';
import { REHEARSAL } from './stands-in-the-way.ts';

const DAY_MS = 86_400_000;

/** What is known of who said something: whether its signature holds. */
export interface SignedDecision extends Omit<SaidOfIt, 'void'> {
  /** All names of that person among those who may decide, and the key. */
  readonly names: readonly string[];
  /** Why it is not what that person signed of this dossier; undefined where it is. */
  readonly broken?: string | undefined;
}

export interface SaidElsewhere extends SignedDecision {
  /** The folder of that dossier. */
  readonly folder: string;
}

export interface DecidedInput {
  readonly dossier: Dossier;
  /** In the order in which they were made. */
  readonly said: readonly SignedDecision[];
  /** What was said of it where it stands a second time, or of another one of the same version and commit. */
  readonly elsewhere?: readonly SaidElsewhere[];
  readonly now: Date;
  /** What else was found wrong with the dossier. */
  readonly problems?: readonly Reason[];
}

/**
 * Gate and people together. Pure. A Go takes a gate that passes, no rehearsal, enough approvals of different people that hold now and
 * are not of who made the commit, and nobody who denies or holds it. What one says later takes the place of what the same person said.
 */
export function judgeDecided({ dossier, said, elsewhere = [], now, problems = [] }: DecidedInput): Decided {
  const judged = said.map((one, at): SaidOfIt => {
    const { names: _, broken, ...rest } = one;
    const why = broken ?? whyVoid(one, said.slice(at + 1), dossier, now);
    return { ...rest, ...(why !== undefined && { void: why }) };
  });
  const valid = judged.filter((one) => one.void === undefined);
  const approvals = valid.filter(({ decision }) => decision === 'approve');
  const until = endOf(dossier, approvals);
  const { verdict, reasons } = rank([
    ...problems,
    ...said.flatMap((one) =>
      one.broken === undefined
        ? []
        : [unknown(`the decision of ${one.by} is not counted: ${one.broken}`, 'have it signed again')],
    ),
    ...valid.flatMap(standing),
    ...stillAgainst(elsewhere, said).flatMap(standingThere),
    ...short(dossier, approvals.length),
    ...rehearsed(dossier, said.length),
    ...overdue(dossier, now),
    ...dossier.reasons,
  ]);
  return { verdict, reasons, said: judged, approvals: approvals.length, ...(isGo({ verdict }) && { until }) };
}

function unknown(what: string, fix: string): Reason {
  return { verdict: 'unknown', what, proves: ['REL-07/approvals'], fix };
}

function whyVoid(
  one: SignedDecision,
  later: readonly SignedDecision[],
  dossier: Dossier,
  now: Date,
): string | undefined {
  const { authors, rule, at } = dossier;
  if (later.some((other) => other.broken === undefined && isSame(one, other))) return 'said otherwise later';
  // A deny or hold is one whatever a clock says.
  if (one.decision !== 'approve') return undefined;
  const time = Date.parse(one.at);
  if (!(time >= Date.parse(at) - 60_000)) return 'made before the dossier was';
  if (time > now.getTime() + 60_000) return 'of the future';
  const named = new Set(one.names.map(plain));
  if (authors.length === 0) return 'nobody knows who made the commit: it may be the same person';
  if (authors.some((author) => named.has(plain(author))))
    return `made ${whatOthersMade(dossier)}, and does not approve it`;
  const expires = Date.parse(one.expires ?? '');
  if (!(expires > now.getTime())) return `expired on ${one.expires ?? 'no day'}`;
  return expires - time > rule.days * DAY_MS + 60_000 ? `holds for more than ${rule.days} days` : undefined;
}

/** What nobody approves who had a part in it. */
export function whatOthersMade({ since }: Pick<Dossier, 'since'>): string {
  return since === undefined ? 'the commit' : 'the commit, or one since the last Go';
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** Of the same person, by whatever name or key. */
function isSame(one: SignedDecision, other: SignedDecision): boolean {
  const names = new Set(one.names.map(plain));
  return other.names.some((name) => names.has(plain(name)));
}

function standing({ by, decision, reason }: SaidOfIt): readonly Reason[] {
  const why = reason === undefined ? {} : { observed: reason };
  if (decision === 'deny')
    return [{ verdict: 'fail', what: `${by} denies it`, proves: ['REL-07/approvals'], ...why }];
  if (decision === 'hold') return [{ ...unknown(`${by} holds it`, `${by}: approve or deny`), ...why }];
  return [];
}

/** What was said elsewhere by those who said nothing here since. */
export function stillAgainst(
  elsewhere: readonly SaidElsewhere[],
  said: readonly SignedDecision[],
): readonly SaidElsewhere[] {
  const isLater = (one: SignedDecision, other: SignedDecision) =>
    other.broken === undefined && isSame(one, other) && Date.parse(other.at) > Date.parse(one.at);
  return elsewhere.filter((one) => !said.some((other) => isLater(one, other)));
}

/** It may not ship because a dossier lies in another folder, or was made anew. */
export function standingThere({ folder, ...one }: SaidElsewhere): readonly Reason[] {
  if (one.broken !== undefined)
    return [
      unknown(
        `${folder}: a decision of ${one.by} is not counted, and it may be against this: ${one.broken}`,
        'have it signed again there, or put its file back',
      ),
    ];
  return standing(one).map((reason) => ({
    ...reason,
    what: `${reason.what}, in ${folder}: the same version and commit`,
    fix: `${one.by}: say here what you say of it now: ./harness dossier approve, deny or hold`,
  }));
}

function short({ rule, rehearsal, verdict }: Dossier, approvals: number): readonly Reason[] {
  // Of what nobody may approve nobody is asked.
  if (rehearsal || approvals >= rule.approvals || verdict === 'fail' || verdict === 'unknown') return [];
  const what = `${approvals} of ${rule.approvals} approvals`;
  return [
    unknown(
      what,
      'have it approved by people who may decide and did not make the commit: ./harness dossier approve',
    ),
  ];
}

function rehearsed({ rehearsal }: Dossier, said: number): readonly Reason[] {
  if (!rehearsal) return [];
  const what = said > 0 ? 'a rehearsal was signed, and nobody may' : REHEARSAL;
  return [
    {
      verdict: 'unknown',
      what,
      proves: [],
      fix: 'make it of runs of an environment where a release can be decided, without --stage',
    },
  ];
}

/** What holds only for a while: the evidence that it was judged on, and waivers. */
function overdue({ at, rule, waivers }: Dossier, now: Date): readonly Reason[] {
  const age = (now.getTime() - Date.parse(at)) / DAY_MS;
  const old = age > rule.days || Number.isNaN(age) || age < -1 / 24;
  const expired = waivers.filter((one) => isExpired(one, now));
  return [
    ...(old
      ? [
          unknown(
            `the dossier is ${age.toFixed(1)} days old, and holds for ${rule.days}`,
            'make it anew, of recent runs',
          ),
        ]
      : []),
    ...expired.map(({ of, expires, owner }): Reason => ({
      verdict: 'fail',
      what: `the waiver of ${of} expired on ${expires}`,
      proves: [],
      fix: `${owner}: fix what it covers, or have it approved anew`,
    })),
  ];
}

/** The first moment at which something that it stands on ends. */
function endOf({ at, rule, waivers }: Dossier, approvals: readonly SaidOfIt[]): string {
  const lasting = approvals
    .map(({ expires }) => Date.parse(expires ?? ''))
    .sort((a, b) => b - a)
    .slice(0, rule.approvals);
  const ends = [
    ...lasting,
    ...waivers.map(({ expires }) => Date.parse(expires)),
    Date.parse(at) + rule.days * DAY_MS,
  ];
  return new Date(Math.min(...ends)).toISOString();
}
