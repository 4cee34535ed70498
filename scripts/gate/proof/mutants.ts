import type { ReadRun } from '../../../evidence/read-run.ts';
import { lastAttempts } from '../../../kernel/attempts.ts';
import type { Evidence, Finding } from '../../../kernel/evidence.ts';
import { metricsOf } from '../../../kernel/judge.ts';
import type { ResolvedThreshold } from '../../../kernel/suite.ts';
import {
  changeCheck,
  changeMetric,
  later,
  ofTarget,
  withFacts,
  withoutSuite,
  withPlanned,
  withSuite,
} from './change-evidence.ts';

/** What is done to evidence. */
export const OPERATORS = [
  'flipped',
  'removed',
  'truncated',
  'emptied',
  'aged',
  'other version',
  'other environment',
  'tampered',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** One way in which a run's evidence could be worse than it is. */
export interface Mutant {
  readonly operator: Operator;
  readonly run: string;
  readonly suite?: string;
  /** What was changed: `check login › a user`. */
  readonly what: string;
  /** The run with that change, as if it had been recorded and sealed so; undefined where it was not given at all. */
  readonly made: () => ReadRun | undefined;
  /** What a survivor is looked for an explanation by. */
  readonly of?: { readonly check: string } | { readonly metric: string };
}

/** Changes of a run, one at a time, each of which must keep it from passing: of its facts, and of each suite, check and limit. */
export function mutantsOf(id: string, read: ReadRun): readonly Mutant[] {
  return [
    ...ofRun(read).map((one) => ({ ...one, run: id })),
    ...read.suites.flatMap(({ evidence }) =>
      ofSuite(read, evidence).map((one) => ({ ...one, run: id, suite: evidence.suite.name })),
    ),
  ];
}

type OfRun = Omit<Mutant, 'run'>;

const YEARS_DAYS = 400;

function ofRun(read: ReadRun): readonly OfRun[] {
  const without = (type: ReadRun['events'][number]['type']) => ({
    ...read,
    events: read.events.filter((event) => event.type !== type),
  });
  const elsewhere = { name: 'somewhere-else', title: 'Elsewhere.', owner: 'nobody' };
  const environment = (change: { readonly name?: string; readonly target?: string }) =>
    withFacts(read, (facts) => ({ environment: { ...facts.environment, ...change } }));
  return [
    row('removed', 'the run', () => undefined),
    row('removed', 'what it was planned to do', () => without('planned')),
    row('removed', 'its seal', () => unsealed(read)),
    row('truncated', 'its journal, before its end', () => without('ended')),
    row('emptied', 'the evidence of all suites', () => ({ ...read, suites: [] })),
    row('emptied', 'its plan', () => withPlanned({ ...read, suites: [] }, () => [])),
    row('aged', `${YEARS_DAYS} days`, () => later(read, -YEARS_DAYS)),
    row('aged', `${YEARS_DAYS} days into the future`, () => later(read, YEARS_DAYS)),
    ...(isOfImport(read) ? ofImport(read) : ofMade(read)),
    row('other environment', 'by name', () => environment(elsewhere)),
    row('other environment', 'by target', () => environment({ target: 'other-target' })),
    row('other environment', 'a planted defect', () =>
      withFacts(read, () => ({ detection: { id: 'd', defect: { id: 'a-defect', title: 'planted' } } })),
    ),
  ];
}

function row(operator: Operator, what: string, made: OfRun['made']): OfRun {
  return { operator, what, made };
}

const OTHER = { branch: 'other', commit: 'f'.repeat(40), dirty: false };

/** What ran says which version it tested, and for which milestone. */
function ofMade(read: ReadRun): readonly OfRun[] {
  return [
    ...(read.events.some(({ type }) => type === 'target-up')
      ? [
          row('other version', 'of the target', () => ofTarget(read, { version: '0.0.0-other' })),
          row('other version', 'one that nobody knows', () => ofTarget(read, { version: 'unknown' })),
          row('other version', 'commit of the target', () => ofTarget(read, { commit: OTHER.commit })),
        ]
      : []),
    row('other version', 'commit of the checkout', () => withFacts(read, () => ({ git: OTHER }))),
    row('other version', 'uncommitted changes', () =>
      withFacts(read, ({ git = OTHER }) => ({ git: { ...git, dirty: true } })),
    ),
    row('other environment', 'another milestone', () => withFacts(read, () => ({ phase: 'stabilisation' }))),
  ];
}

function isOfImport({ events }: ReadRun): boolean {
  return events.some((event) => event.type === 'run-started' && event.data.imported !== undefined);
}

/** What was imported is of a commit, and of nothing else. */
function ofImport(read: ReadRun): readonly OfRun[] {
  const made = () =>
    withFacts(read, ({ imported }) => (imported ? { imported: { ...imported, commit: OTHER.commit } } : {}));
  return [row('other version', 'commit of what was imported', made)];
}

function unsealed(read: ReadRun): ReadRun {
  const problem = { path: 'manifest.json', problem: 'is missing', kind: 'unsealed' } as const;
  return { ...read, sealed: false, manifest: undefined, problems: [...read.problems, problem] };
}

function ofSuite(read: ReadRun, evidence: Evidence): readonly OfRun[] {
  const { suite } = evidence;
  const change = (by: (evidence: Evidence) => Partial<Evidence>) => () => withSuite(read, suite.name, by);
  const ended = (ending: Evidence['ending']) => change(() => ({ ending }));
  return [
    { operator: 'removed', what: 'its evidence', made: () => withoutSuite(read, suite.name) },
    { operator: 'removed', what: 'it, from the plan too', made: () => unplanned(read, suite.name) },
    { operator: 'truncated', what: 'its journal, halfway', made: change(halved) },
    { operator: 'truncated', what: 'it ran out of time', made: ended('timed-out') },
    {
      operator: 'truncated',
      what: 'its tool broke',
      made: ended({ error: 'the tool broke', cause: 'infra' }),
    },
    {
      operator: 'emptied',
      what: 'all that it told',
      made: change(() => ({ checks: [], metrics: [], findings: [] })),
    },
    ...ofChecks(evidence, change),
    ...suite.thresholds.flatMap((threshold) => ofLimit(threshold, evidence, change)),
  ];
}

function unplanned(read: ReadRun, name: string): ReadRun {
  return withPlanned(withoutSuite(read, name), (all) => all.filter(({ suite }) => suite.name !== name));
}

function halved({ checks, metrics }: Evidence): Partial<Evidence> {
  const first = <T>(all: readonly T[]) => all.slice(0, Math.floor(all.length / 2));
  return { checks: first(checks), metrics: first(metrics), ending: 'interrupted' };
}

type Change = (by: (evidence: Evidence) => Partial<Evidence>) => () => ReadRun;

function ofChecks({ checks }: Evidence, change: Change): readonly OfRun[] {
  const passed = lastAttempts(checks).filter(({ outcome }) => outcome === 'passed');
  return passed.flatMap(({ id }): readonly OfRun[] => {
    const what = `check ${id}`;
    const of = { check: id };
    return [
      { operator: 'flipped', what, of, made: change((own) => changeCheck(own, id, { outcome: 'failed' })) },
      {
        operator: 'removed',
        what,
        of,
        made: change((own) => ({ checks: own.checks.filter((one) => one.id !== id) })),
      },
      {
        operator: 'emptied',
        what: `${what}, skipped`,
        of,
        made: change((own) => changeCheck(own, id, { outcome: 'skipped' })),
      },
    ];
  });
}

/** The metric that a limit on findings is made from: what was examined. */
const EXAMINED = 'findings.examined';

function ofLimit(threshold: ResolvedThreshold, evidence: Evidence, change: Change): readonly OfRun[] {
  const found = metricsOf(evidence).find(({ name }) => name === threshold.metric);
  if (found === undefined) return [];
  const { metric } = threshold;
  const source = evidence.metrics.some(({ name }) => name === metric) ? metric : EXAMINED;
  const of = { metric };
  const what = `metric ${metric}`;
  const flipped =
    source === metric
      ? change((own) => changeMetric(own, metric, { value: beyond(threshold) }))
      : change((own) => ({ findings: [...own.findings, findingOf(metric)] }));
  return [
    { operator: 'flipped', what, of, made: flipped },
    {
      operator: 'removed',
      what,
      of,
      made: change((own) => ({ metrics: own.metrics.filter(({ name }) => name !== source) })),
    },
    {
      operator: 'emptied',
      what: `${what}, no sample`,
      of,
      made: change((own) =>
        changeMetric(own, source, { samples: 0, ...(source === EXAMINED && { value: 0 }) }),
      ),
    },
    {
      operator: 'truncated',
      what: `${what}, one sample fewer than asked for`,
      of,
      made: change((own) =>
        changeMetric(own, source, {
          samples: threshold.minSamples - 1,
          ...(source === EXAMINED && { value: threshold.minSamples - 1 }),
        }),
      ),
    },
  ];
}

/** A value that breaks a limit. */
function beyond({ op, limit }: ResolvedThreshold): number {
  const far = Math.abs(limit) + 1;
  return op === '<' || op === '<=' || op === '==' ? limit + far : limit - far;
}

const SEVERITY: Readonly<Record<string, number>> = { critical: 9.5, high: 8, medium: 5, low: 1 };

function findingOf(metric: string): Finding {
  const severity = SEVERITY[metric.slice('findings.'.length)] ?? 10;
  return { rule: 'mutant', fingerprint: 'mutant', severity, title: 'Made up', where: '/', fix: 'none' };
}
