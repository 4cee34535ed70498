import type { Objective, Slos } from '../../kernel/slo.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { compareRuns, type RunsCompared } from '../model/compare-runs.ts';
import type { Found, RunSummary } from '../model/history.ts';
import { LEVELS, levelOf } from '../model/security-findings.ts';
import { groupOf, verdictOf, type RunRow } from './run-row.ts';
import { counted } from './stands.ts';

/** How a load compared with its baseline, in a sentence. */
export interface BaselineSaid {
  readonly suite: string;
  readonly verdict: Verdict;
  readonly said: string;
  readonly run: string;
}

export interface PeriodInput {
  readonly title: string;
  /** ISO; the end is not part of it. */
  readonly from: string;
  readonly until: string;
  /** All runs, the newest first. */
  readonly rows: readonly RunRow[];
  /** By id, of runs that count. */
  readonly summaries: ReadonlyMap<string, RunSummary>;
  readonly slos: Slos;
  readonly baselines: readonly BaselineSaid[];
  readonly now: Date;
}

export interface Budget {
  readonly objective: Objective;
  readonly good: number;
  readonly bad: number;
  /** Of what may be bad, how much is left: 1 is all, 0 and less is none. Undefined where nothing was counted. */
  readonly left: number | undefined;
}

export interface OpenFinding extends Found {
  readonly suite: string;
  readonly run: string;
  /** The first run of an unbroken row that had it. */
  readonly since: string;
  readonly days: number;
  /** In how many days it was to be gone. */
  readonly due: number | undefined;
}

/** A stage in a period: between its last run before, else its first in it, and its last in it. */
export interface StagePeriod {
  readonly name: string;
  readonly branch: string | undefined;
  readonly runs: Readonly<Record<Verdict, number>>;
  /** Those that do not count. */
  readonly others: number;
  readonly last: RunRow;
  readonly compared: RunsCompared | undefined;
}

export interface Period extends Omit<PeriodInput, 'summaries' | 'slos'> {
  readonly within: readonly RunRow[];
  readonly stages: readonly StagePeriod[];
  readonly budgets: readonly Budget[];
  readonly findings: {
    readonly open: readonly OpenFinding[];
    readonly added: number;
    readonly fixed: number;
    /** No run that counts looked for any. */
    readonly unknown: boolean;
  };
}

const DAY_MS = 86_400_000;

/** What a week or a milestone came to. Pure, and decides nothing: only runs that count are among its figures. */
export function periodOf({ summaries, slos, ...input }: PeriodInput): Period {
  const { from, until } = input;
  const rows = input.rows.filter(({ detection }) => detection === undefined);
  const within = rows.filter(({ started }) => started >= from && started < until);
  return {
    ...input,
    within,
    stages: stagesOf(rows, within, summaries),
    budgets: slos.objectives.map((one) => budgetOf(one, rows, summaries, until)),
    findings: findingsOf(rows, summaries, slos.remediation, input),
  };
}

function stagesOf(
  rows: readonly RunRow[],
  within: readonly RunRow[],
  summaries: ReadonlyMap<string, RunSummary>,
): readonly StagePeriod[] {
  const keyOf = (row: RunRow) => JSON.stringify([groupOf(row), row.branch]);
  const groups = Map.groupBy(
    within.filter((row) => groupOf(row) !== undefined && row.state !== 'going on'),
    keyOf,
  );
  return [...groups].flatMap(([key, own]) => {
    const [last] = own;
    if (last === undefined) return [];
    const known = counted(own).filter(({ id }) => summaries.has(id));
    const before = counted(rows).find(
      (row) => keyOf(row) === key && row.started < (own.at(-1)?.started ?? '') && summaries.has(row.id),
    );
    const [first, end] = [
      summaries.get((before ?? known.at(-1))?.id ?? ''),
      summaries.get(known[0]?.id ?? ''),
    ];
    const of = (verdict: Verdict) => counted(own).filter((row) => verdictOf(row) === verdict).length;
    return [
      {
        name: groupOf(last) ?? '',
        branch: last.branch,
        runs: { pass: of('pass'), waived: of('waived'), unknown: of('unknown'), fail: of('fail') },
        others: own.length - counted(own).length,
        last,
        compared:
          first === undefined || end === undefined || first.id === end.id
            ? undefined
            : compareRuns(first, end),
      },
    ];
  });
}

type Counted = readonly [good: number, bad: number];

function budgetOf(
  objective: Objective,
  rows: readonly RunRow[],
  summaries: ReadonlyMap<string, RunSummary>,
  until: string,
): Budget {
  const from = new Date(Date.parse(until) - objective.days * DAY_MS).toISOString();
  const own = counted(rows).filter(
    ({ started, environment }) =>
      started >= from &&
      started < until &&
      (objective.environment === undefined || environment === objective.environment),
  );
  const all = own.map((row) => countedIn(objective.of, row, summaries.get(row.id)));
  const [good, bad] = all.reduce<Counted>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const allowed = (good + bad) * (1 - objective.objective);
  return { objective, good, bad, left: good + bad === 0 ? undefined : 1 - bad / allowed };
}

function countedIn(of: Objective['of'], row: RunRow, summary: RunSummary | undefined): Counted {
  if (of.runs !== undefined) {
    if (row.stage !== of.runs || groupOf(row) === undefined) return [0, 0];
    const verdict = verdictOf(row);
    return verdict === 'pass' || verdict === 'waived' ? [1, 0] : [0, 1];
  }
  const limits = Object.values(summary?.suites ?? {}).flatMap(({ limits: own = [] }) => own);
  if (of.limits !== undefined) {
    const judged = limits.filter(({ metric }) => metric === of.limits);
    const bad = judged.filter(({ verdict }) => verdict !== 'pass').length;
    return [judged.length - bad, bad];
  }
  // A suite may have several limits on one metric; its samples are the same.
  const measured = Object.values(summary?.suites ?? {}).flatMap(
    ({ limits: own = [] }) =>
      own.find(({ metric, value }) => metric === of.requests && value !== undefined) ?? [],
  );
  const bad = measured.reduce((sum, { value = 0, samples, unit }) => sum + shareOf(value, unit) * samples, 0);
  const total = measured.reduce((sum, { samples }) => sum + samples, 0);
  return [total - bad, bad];
}

function shareOf(value: number, unit: string): number {
  return unit === '%' ? value / 100 : value;
}

/** Of each suite and environment that looks for findings, what its last run that counts found, and since when. */
function findingsOf(
  rows: readonly RunRow[],
  summaries: ReadonlyMap<string, RunSummary>,
  remediation: Slos['remediation'],
  { from, until }: Pick<PeriodInput, 'from' | 'until'>,
): Period['findings'] {
  const looked = counted(rows)
    .filter(({ started }) => started < until)
    .flatMap(({ id }) => summaries.get(id) ?? [])
    .flatMap((summary) =>
      Object.entries(summary.suites).flatMap(([suite, one]) =>
        one.findings === undefined
          ? []
          : [{ suite, summary, has: new Set(one.findings), found: one.found ?? [] }],
      ),
    );
  // Branches are apart: what somebody tries on one is not what is shipped from another.
  const apart = Map.groupBy(looked, ({ suite, summary }) =>
    JSON.stringify([suite, summary.environment, summary.branch]),
  );
  const placeOf = ({ environment, branch }: Pick<RunSummary, 'environment' | 'branch'>) =>
    JSON.stringify([environment, branch]);
  const alive = new Set(
    [...summaries.values()]
      .filter(({ started }) => started >= from && started < until)
      .map((one) => placeOf(one)),
  );
  const all = [...apart.values()].map((own) => {
    const [last] = own;
    const atStart = own.find(({ summary }) => summary.started < from) ?? own.at(-1);
    // That nobody looked again makes nothing good, unless nothing runs there any more.
    if (last === undefined || atStart === undefined || !alive.has(placeOf(last.summary)))
      return { open: [], added: 0, fixed: 0 };
    const told = new Map(
      own
        .toReversed()
        .flatMap(({ found }) => found)
        .map((one) => [one.fingerprint, one]),
    );
    const open = [...last.has].map((fingerprint): OpenFinding => {
      const without = own.findIndex(({ has }) => !has.has(fingerprint));
      const first = own[(without === -1 ? own.length : without) - 1] ?? last;
      const one = told.get(fingerprint) ?? { fingerprint, title: fingerprint, severity: 0 };
      const since = first.summary.started;
      return {
        ...one,
        ...{ suite: last.suite, run: last.summary.id, since, due: remediation[levelOf(one.severity)] },
        days: Math.floor((Date.parse(until) - Date.parse(since)) / DAY_MS),
      };
    });
    return {
      open,
      added: [...last.has].filter((one) => !atStart.has.has(one)).length,
      fixed: [...atStart.has].filter((one) => !last.has.has(one)).length,
    };
  });
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    open: distinct(all.flatMap(({ open }) => open)).sort(
      (a, b) => overdue(b) - overdue(a) || rankOf(a) - rankOf(b) || b.days - a.days,
    ),
    added: sum(({ added }) => added),
    fixed: sum(({ fixed }) => fixed),
    unknown: looked.every(({ summary }) => summary.started < from),
  };
}

function rankOf({ severity }: OpenFinding): number {
  return LEVELS.indexOf(levelOf(severity));
}

function overdue(one: OpenFinding): number {
  return isOverdue(one) ? 1 : 0;
}

export function isOverdue({ days, due, waived }: OpenFinding): boolean {
  return waived !== true && due !== undefined && days > due;
}

/** The oldest of those that several stages or branches have. */
function distinct(all: readonly OpenFinding[]): OpenFinding[] {
  const sorted = all.toSorted((a, b) => b.days - a.days);
  return [...new Map(sorted.toReversed().map((one) => [`${one.suite} ${one.fingerprint}`, one])).values()];
}
