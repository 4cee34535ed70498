import { lastAttempts } from '../../kernel/attempts.ts';
import { policySchema, quarantineIn } from '../../kernel/policy.ts';
import type {
  Dossier,
  DossierCommits,
  DossierFinding,
  DossierLimit,
  DossierSince,
} from '../../reports/dossier/dossier.ts';
import { count, sayValue } from '../../reports/format.ts';
import type { GatedRuns } from '../gate/gate-runs.ts';

/** A dossier that was a Go. */
export interface LastGo {
  readonly name: string;
  readonly digest: string;
  readonly dossier: Dossier;
}

type Kept = NonNullable<Dossier['kept']>;

/** What the next dossier will be compared with. */
export function keptOf({ judged, heldTo }: Pick<GatedRuns, 'judged' | 'heldTo'>): Kept {
  const evidences = judged.flatMap(({ read }) => read.suites.map(({ evidence }) => evidence));
  const checks = Map.groupBy(
    evidences.flatMap(({ suite, checks: all }) =>
      lastAttempts(all)
        .filter(({ outcome }) => outcome !== 'skipped')
        .map(({ id }) => ({ suite: suite.name as string, id })),
    ),
    ({ suite }) => suite,
  );
  return {
    checks: Object.fromEntries(
      [...checks].sort().map(([suite, ones]) => [suite, [...new Set(ones.map(({ id }) => id))].sort()]),
    ),
    findings: distinct(
      evidences.flatMap(({ suite, findings }) =>
        findings.map(({ fingerprint, title, severity }) => ({
          suite: suite.name,
          fingerprint,
          title,
          severity,
        })),
      ),
      findingKey,
    ),
    limits: distinct(
      judged.flatMap(({ record }) =>
        record.planned.flatMap(({ suite }) =>
          suite.thresholds.map(({ metric, op, limit, unit }) => ({
            suite: suite.name,
            metric,
            op,
            limit,
            unit,
          })),
        ),
      ),
      ({ suite, metric, op, limit }) => JSON.stringify([suite, metric, op, limit]),
    ),
    // Without fields that are undefined, as JSON has none.
    policy: JSON.parse(JSON.stringify(heldTo.policy)) as Kept['policy'],
  };
}

function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const known = new Map(all.map((one) => [keyOf(one), one]));
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

const findingKey = ({ suite, fingerprint }: DossierFinding) => `${suite} ${fingerprint}`;
const limitKey = ({ suite, metric }: DossierLimit) => `${suite} ${metric}`;

/** What is other than at the last Go. Pure; of what that one did not keep it says nothing. */
export function changesSince(
  { name, digest, dossier: then }: LastGo,
  now: Omit<Dossier, 'since'>,
  commits: DossierCommits | undefined,
): DossierSince {
  const commit = then.target.commit ?? then.commit;
  const both =
    then.kept !== undefined && now.kept !== undefined ? ([then.kept, now.kept] as const) : undefined;
  const changes = {
    go: { name, digest, at: then.at, version: then.target.version, ...(commit !== undefined && { commit }) },
    ...(commits && { commits }),
    suites: suiteChanges(then, now),
    ...(both && {
      checks: checkChanges(...both),
      findings: {
        added: both[1].findings.filter(lacks(both[0].findings, findingKey)),
        fixed: both[0].findings.filter(lacks(both[1].findings, findingKey)),
      },
      limits: limitChanges(both[0].limits, both[1].limits),
      policy: policyChanges(both[0].policy, both[1].policy),
    }),
    aspects: aspectChanges(then, now),
    waivers: {
      added: now.waivers.map(sayWaiver).filter((one) => !then.waivers.map(sayWaiver).includes(one)),
      gone: then.waivers.map(sayWaiver).filter((one) => !now.waivers.map(sayWaiver).includes(one)),
    },
    detection: {
      ...(then.detection && { before: then.detection.says }),
      ...(now.detection && { after: now.detection.says }),
    },
  };
  return { ...changes, weaker: weakerIn(changes, then, now) };
}

function lacks<T>(others: readonly T[], keyOf: (one: T) => string): (one: T) => boolean {
  const known = new Set(others.map(keyOf));
  return (one) => !known.has(keyOf(one));
}

function suiteChanges(then: Dossier, now: Omit<Dossier, 'since'>): DossierSince['suites'] {
  const [before, after] = [then, now].map(
    ({ suites }) => new Map(suites.map(({ name, verdict }) => [name, verdict])),
  );
  return [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
    .sort()
    .map((name) => ({ name, before: before?.get(name), after: after?.get(name) }))
    .filter((one) => one.before !== one.after)
    .map(({ name, before: was, after: is }) => ({
      name,
      ...(was && { before: was }),
      ...(is && { after: is }),
    }));
}

function checkChanges({ checks: then }: Kept, { checks: now }: Kept): NonNullable<DossierSince['checks']> {
  const listed = (checks: Kept['checks']) =>
    Object.entries(checks).flatMap(([suite, ids]) => ids.map((check) => ({ suite, check })));
  const keyOf = ({ suite, check }: { suite: string; check: string }) => `${suite} ${check}`;
  const [was, is] = [listed(then), listed(now)];
  return { gone: was.filter(lacks(is, keyOf)), added: is.filter(lacks(was, keyOf)) };
}

/** Of one metric a suite may have several limits: where they are others at all, each that is gone or new is told. */
function limitChanges(
  then: readonly DossierLimit[],
  now: readonly DossierLimit[],
): NonNullable<DossierSince['limits']> {
  const whole = (one: DossierLimit) => JSON.stringify([limitKey(one), one.op, one.limit]);
  const [gone, added] = [then.filter(lacks(now, whole)), now.filter(lacks(then, whole))];
  const moved = gone.map((before) => ({
    before,
    after: added.find((one) => limitKey(one) === limitKey(before)),
  }));
  const paired = new Set(moved.map(({ after }) => after));
  return [
    ...moved.map(({ before, after }) => ({ before, ...(after && { after }) })),
    ...added.filter((one) => !paired.has(one)).map((after) => ({ after })),
  ];
}

function policyChanges(then: Kept['policy'], now: Kept['policy']): NonNullable<DossierSince['policy']> {
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return fields
    .map((field) => {
      const [was, is] = [entriesOf(then[field]), entriesOf(now[field])];
      return {
        field,
        gone: was.filter((one) => !is.includes(one)),
        added: is.filter((one) => !was.includes(one)),
      };
    })
    .filter(({ gone, added }) => gone.length + added.length > 0);
}

/** What a field holds, thing by thing. */
function entriesOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function aspectChanges(then: Dossier, now: Omit<Dossier, 'since'>): DossierSince['aspects'] {
  const of = (
    { domains }: Pick<Dossier, 'domains'>,
    is: (one: { state: string; demanded: boolean }) => boolean,
  ) => [
    ...new Set(
      domains.flatMap(({ requirements }) =>
        requirements.flatMap(({ aspects }) => aspects.filter(is).map(({ reference }) => reference)),
      ),
    ),
  ];
  const isProven = ({ state }: { state: string }) => state === 'proven';
  const isDemanded = ({ demanded }: { demanded: boolean }) => demanded;
  const minus = (some: readonly string[], others: readonly string[]) =>
    some.filter((one) => !others.includes(one));
  const [was, is] = [of(then, isProven), of(now, isProven)];
  return {
    lost: minus(was, is),
    gained: minus(is, was),
    released: minus(of(then, isDemanded), of(now, isDemanded)),
  };
}

function sayWaiver({ of, suite, expires, flaky }: Dossier['waivers'][number]): string {
  return `${flaky === true ? 'quarantine of ' : ''}${of} of ${suite} until ${expires}`;
}

/** Whether a limit asks for less than before; one that compares otherwise may. */
export function isLooser(before: DossierLimit, after: DossierLimit): boolean {
  if (before.op.charAt(0) !== after.op.charAt(0)) return true;
  if (before.op.startsWith('<')) return after.limit > before.limit;
  if (before.op.startsWith('>')) return after.limit < before.limit;
  return after.limit !== before.limit;
}

function weakerIn(since: Omit<DossierSince, 'weaker'>, then: Dossier, now: Omit<Dossier, 'since'>): string[] {
  const gone = since.suites.filter(({ after }) => after === undefined);
  const loosened = (since.limits ?? []).filter(
    ({ before, after }) => before && after && isLooser(before, after),
  );
  const dropped = (since.limits ?? []).filter(({ after }) => after === undefined);
  const caught = ({ detection }: Pick<Dossier, 'detection'>) =>
    detection?.areas.reduce((all, one) => all + one.caught, 0);
  const [was, is] = [caught(then), caught(now)];
  const sum = (many: number, noun: string, said: string, named: readonly string[]) =>
    many === 0
      ? []
      : [
          `${count(many, noun)} ${said}: ${named.slice(0, 3).join(', ')}${many > 3 ? ` and ${many - 3} more` : ''}`,
        ];
  return [
    ...sum(
      gone.length,
      'suite',
      'not run any more',
      gone.map(({ name }) => name),
    ),
    ...sum(
      since.checks?.gone.length ?? 0,
      'check',
      'gone',
      (since.checks?.gone ?? []).map(({ suite, check }) => `${suite} › ${check}`),
    ),
    ...sum(
      loosened.length,
      'limit',
      'loosened',
      loosened.map(
        ({ before, after }) =>
          `${before?.suite ?? ''} ${before?.metric ?? ''} ${sayLimit(before)} → ${sayLimit(after)}`,
      ),
    ),
    ...sum(
      dropped.length,
      'limit',
      'gone',
      dropped.map(({ before }) => `${before?.suite ?? ''} ${before?.metric ?? ''} ${sayLimit(before)}`),
    ),
    ...sum(since.aspects.released.length, 'aspect', 'not demanded any more', since.aspects.released),
    ...sum(since.aspects.lost.length, 'aspect', 'not shown any more', since.aspects.lost),
    ...policyWeaker(since.policy ?? []),
    ...sum(since.waivers.added.length, 'waiver', 'more', since.waivers.added),
    ...(was !== undefined && is === undefined
      ? ['what the suites catch is not measured of this commit']
      : []),
    ...(was !== undefined && is !== undefined && is < was
      ? [`the suites catch ${is} planted defects, and caught ${was}`]
      : []),
  ];
}

/** Of a list whatever is gone is asked for no more; what is demanded of requirements is told by aspect. */
const ASKED = ['required', 'kinds', 'notWorse', 'fresh'];

function policyWeaker(changes: NonNullable<DossierSince['policy']>): readonly string[] {
  return changes.flatMap(({ field, gone, added }) => {
    if (ASKED.includes(field) && gone.length > 0)
      return [`the policy asks no more for ${field}: ${gone.join(', ')}`];
    if (field === 'quarantine') return quarantineWeaker(gone[0], added[0]);
    const isMore = field === 'flakes' && Number(added[0] ?? 0) > Number(gone[0] ?? 0);
    return isMore ? [`the policy lets ${added[0] ?? ''} checks flake, and let ${gone[0] ?? '0'}`] : [];
  });
}

function quarantineWeaker(before: string | undefined, after: string | undefined): readonly string[] {
  const [was, is] = [before, after].map((text) =>
    quarantineIn(
      policySchema
        .pick({ quarantine: true })
        .parse({ quarantine: text === undefined ? undefined : (JSON.parse(text) as unknown) }),
    ),
  );
  if (was === undefined || is === undefined || (is.checks <= was.checks && is.days <= was.days)) return [];
  const say = ({ checks, days }: typeof is) => `${count(checks, 'check')} for ${count(days, 'day')}`;
  return [`the policy lets ${say(is)} be in quarantine, and let ${say(was)}`];
}

function sayLimit(limit: DossierLimit | undefined): string {
  return limit === undefined ? '' : `${limit.op} ${sayValue(limit.limit, limit.unit)}`;
}
