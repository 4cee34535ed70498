import { VERDICTS, type Verdict } from '../../kernel/verdict.ts';
import type { Found, MeasuredLimit, RunSummary } from './history.ts';

/** What became of a suite between two runs. `gone` and `added`: only one of them ran it. */
export const CHANGES = ['red', 'no answer', 'still red', 'fixed', 'gone', 'added', 'same'] as const;
export type Change = (typeof CHANGES)[number];

export interface SuiteChange {
  readonly suite: string;
  readonly owner?: string | undefined;
  readonly change: Change;
  readonly before?: Verdict | undefined;
  readonly after?: Verdict | undefined;
  readonly checks: readonly [before: number | undefined, after: number | undefined];
}

/** Things that both runs looked for. */
export interface Changed<T> {
  readonly added: readonly T[];
  readonly fixed: readonly T[];
  readonly unchanged: readonly T[];
  /** There before, and nobody looked since: its suite did not run to an answer. */
  readonly unseen: readonly T[];
}

export interface FindingChange extends Found {
  readonly suite: string;
}

export interface LimitChange {
  readonly suite: string;
  readonly before?: MeasuredLimit | undefined;
  readonly after?: MeasuredLimit | undefined;
}

export interface RunsCompared {
  readonly before: RunSummary;
  readonly after: RunSummary;
  /** What became red first. */
  readonly suites: readonly SuiteChange[];
  /** Keys of what failed or stayed unknown. */
  readonly problems: Changed<string>;
  readonly findings: Changed<FindingChange>;
  /** Of suites that ran in both: limits that are others, gone or new, and those whose verdict changed. */
  readonly limits: readonly LimitChange[];
  /** Aspects; undefined where one of the two does not tell. */
  readonly proven: { readonly added: readonly string[]; readonly lost: readonly string[] } | undefined;
}

/** What became red, what is new, unchanged and fixed. Pure. What the later run did not look at is never called fixed. */
export function compareRuns(before: RunSummary, after: RunSummary): RunsCompared {
  return {
    ...{ before, after },
    suites: suiteChanges(before, after),
    problems: problemChanges(before, after),
    findings: findingChanges(before, after),
    limits: limitChanges(before, after),
    proven: provenChanges(before, after),
  };
}

function suiteChanges(before: RunSummary, after: RunSummary): readonly SuiteChange[] {
  const names = [...new Set([...Object.keys(after.suites), ...Object.keys(before.suites)])];
  return names
    .map((suite): SuiteChange => {
      const [was, is] = [before.suites[suite], after.suites[suite]];
      return {
        ...{ suite, before: was?.verdict, after: is?.verdict },
        owner: is?.owner ?? was?.owner,
        change: changeOf(was?.verdict, is?.verdict),
        checks: [was?.checks, is?.checks],
      };
    })
    .sort(
      (a, b) =>
        CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
        rank(b.after) - rank(a.after) ||
        byName(a, b),
    );
}

function byName(a: SuiteChange, b: SuiteChange): number {
  return a.suite < b.suite ? -1 : 1;
}

function rank(verdict: Verdict | undefined): number {
  return verdict === undefined ? -1 : VERDICTS.indexOf(verdict);
}

const isWell = (verdict: Verdict) => verdict === 'pass' || verdict === 'waived';

function changeOf(before: Verdict | undefined, after: Verdict | undefined): Change {
  if (after === undefined) return 'gone';
  if (after === 'fail') return before === 'fail' ? 'still red' : 'red';
  if (after === 'unknown') return before === 'unknown' ? 'still red' : 'no answer';
  if (before === undefined) return 'added';
  return isWell(before) ? 'same' : 'fixed';
}

/** Whether a run looked, and knows: a suite without an answer may have missed what was there. */
function answers({ suites }: RunSummary, suite: string): boolean {
  return suite in suites && suites[suite]?.verdict !== 'unknown';
}

const suiteOf = (problem: string) => problem.split(' › ', 1)[0] ?? '';

function problemChanges(before: RunSummary, after: RunSummary): Changed<string> {
  const gone = before.problems.filter((one) => !after.problems.includes(one));
  const looked = (one: string) => suiteOf(one) === '' || answers(after, suiteOf(one));
  return {
    added: after.problems.filter((one) => !before.problems.includes(one)),
    unchanged: after.problems.filter((one) => before.problems.includes(one)),
    fixed: gone.filter(looked),
    unseen: gone.filter((one) => !looked(one)),
  };
}

function findingsOf({ suites }: RunSummary): readonly FindingChange[] {
  return Object.entries(suites).flatMap(([suite, { findings = [], found = [] }]) => {
    const told = new Map(found.map((one) => [one.fingerprint, one]));
    return [...new Set(findings)].map((fingerprint) => ({
      ...{ suite, fingerprint, title: fingerprint, severity: 0 },
      ...told.get(fingerprint),
    }));
  });
}

function findingChanges(before: RunSummary, after: RunSummary): Changed<FindingChange> {
  const keyOf = ({ suite, fingerprint }: FindingChange) => `${suite} ${fingerprint}`;
  const [was, is] = [findingsOf(before), findingsOf(after)];
  const [wasThere, isThere] = [new Set(was.map(keyOf)), new Set(is.map(keyOf))];
  const looked = ({ suite }: FindingChange) => after.suites[suite]?.findings !== undefined;
  // Nothing is new where nobody had looked before.
  const couldSee = ({ suite }: FindingChange) => before.suites[suite]?.findings !== undefined;
  const gone = was.filter((one) => !isThere.has(keyOf(one)));
  return {
    added: is.filter((one) => !wasThere.has(keyOf(one)) && couldSee(one)),
    unchanged: is.filter((one) => wasThere.has(keyOf(one)) || !couldSee(one)),
    fixed: gone.filter(looked),
    unseen: gone.filter((one) => !looked(one)),
  };
}

function limitChanges(before: RunSummary, after: RunSummary): readonly LimitChange[] {
  const common = Object.keys(after.suites).filter((suite) => before.suites[suite]?.limits !== undefined);
  return common.flatMap((suite) => {
    const [was, is] = [before, after].map(
      ({ suites }) => new Map(suites[suite]?.limits?.map((one) => [one.metric, one])),
    );
    return [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])]
      .map((metric) => ({ suite, before: was?.get(metric), after: is?.get(metric) }))
      .filter((one) => isOther(one));
  });
}

function isOther({ before, after }: LimitChange): boolean {
  return before?.limit !== after?.limit || before?.op !== after?.op || before?.verdict !== after?.verdict;
}

function provenChanges({ aspects: was }: RunSummary, { aspects: is }: RunSummary): RunsCompared['proven'] {
  if (was === undefined || is === undefined) return undefined;
  return {
    added: is.proven.filter((one) => !was.proven.includes(one)),
    lost: was.proven.filter((one) => !is.proven.includes(one)),
  };
}
