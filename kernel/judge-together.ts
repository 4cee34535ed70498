import type { Reason } from './judge.ts';
import type { Phase, Policy } from './policy.ts';
import { isKnownVersion } from './target.ts';

/** What a run was of, for whoever judges it together with others. */
export interface RunIdentity {
  readonly id: string;
  readonly environment: { readonly name: string; readonly target: string };
  readonly stage?: string | undefined;
  /** All suites of that stage. */
  readonly whole?: boolean | undefined;
  readonly phase?: Phase | undefined;
  readonly endedAt?: string | undefined;
  /** What was tested; a run of suites that need none has none. */
  readonly target?: { readonly version: string; readonly commit?: string | undefined } | undefined;
  /** Of the checkout that its suites, and sources, were of. */
  readonly git?: { readonly commit: string; readonly dirty: boolean } | undefined;
  /** Of what was made elsewhere, and only imported by it. */
  readonly imported?: { readonly as: string; readonly madeAt: string; readonly commit: string } | undefined;
}

export interface TogetherDemands {
  readonly environment: string;
  readonly phase: Phase | undefined;
  readonly policy: Pick<Policy, 'days' | 'fresh' | 'imports'>;
  readonly now: Date;
}

const DAY_MS = 86_400_000;
const HOUR_DAYS = 1 / 24;

/**
 * What keeps runs from telling of the same system, here and now: another environment, milestone, version or commit, or one that
 * nobody knows, and an end too long ago. Each names its run, and is `unknown`: what was tested is not what is released. Where each
 * tells the commit of the target, those of the checkouts that the suites were of may differ. What was imported is of no version and
 * no milestone: it must be of the commit that the others tested, and be made lately.
 */
export function judgeTogether(runs: readonly RunIdentity[], demands: TogetherDemands): readonly Reason[] {
  const made = runs.filter(({ imported }) => imported === undefined);
  return [
    ...runs.flatMap((run) => [...elsewhere(run, demands), ...tooOld(run, demands)]),
    ...nothingRan(runs),
    ...made.flatMap(unidentified),
    ...different(runs, 'targets', ({ environment }) => environment.target),
    ...different(made, 'versions of the target', ({ target }) => target?.version),
    ...different(made, 'commits of the target', ({ target }) => target && (target.commit ?? 'none told')),
    ...(made.every(({ target }) => target?.commit !== undefined)
      ? []
      : different(made, 'commits of the checkout', ({ git }) => git?.commit)),
    ...ofOtherCommits(runs),
  ];
}

/** One may be told short, as git does. */
export function isSameCommit(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}

/** What was imported of another commit than what was tested: that of the target, else of the checkout. */
function ofOtherCommits(runs: readonly RunIdentity[]): readonly Reason[] {
  const made = runs.filter(({ imported }) => imported === undefined);
  const tested = [
    ...made.map(({ target }) => target?.commit),
    ...made.map(({ git }) => git?.commit),
    ...runs.map(({ imported }) => imported?.commit),
  ].find((commit) => commit !== undefined);
  return runs.flatMap((run) => {
    const { as, commit } = run.imported ?? {};
    if (commit === undefined || tested === undefined || isSameCommit(commit, tested)) return [];
    return [
      reason(run, `the imported ${as} is of another commit than what was tested`, {
        expected: tested,
        observed: commit,
        fix: `make it of commit ${tested}, and import that`,
      }),
    ];
  });
}

function reason(run: RunIdentity, what: string, rest: Partial<Reason>): Reason {
  return { verdict: 'unknown', run: run.id, what, proves: [], ...rest };
}

/** What was imported tells of no version, and nothing of how the product runs. */
function nothingRan(runs: readonly RunIdentity[]): readonly Reason[] {
  if (runs.length === 0 || runs.some(({ imported }) => imported === undefined)) return [];
  const what = 'all runs are of imported evidence: nobody tested the product here';
  return [{ verdict: 'unknown', what, proves: [], fix: './harness run, and give that run too' }];
}

function elsewhere(run: RunIdentity, { environment, phase }: TogetherDemands): readonly Reason[] {
  const problems: Reason[] = [];
  if (run.environment.name !== environment)
    problems.push(
      reason(run, 'the run is of another environment', {
        expected: environment,
        observed: run.environment.name,
        fix: `./harness run --env ${environment}`,
      }),
    );
  if (run.imported === undefined && run.phase !== phase)
    problems.push(
      reason(run, 'the run is for another milestone', {
        expected: phase ?? 'none',
        observed: run.phase ?? 'none',
        fix: phase === undefined ? 'run it again without --phase' : `./harness run --phase ${phase}`,
      }),
    );
  return problems;
}

/** A clock may be off by an hour; more in the future tells of a wrong one, and of no time at all nothing is known. */
function tooOld(run: RunIdentity, { policy, now }: TogetherDemands): readonly Reason[] {
  const { imported } = run;
  const ofImports = imported && policy.imports?.[imported.as];
  const asked = run.whole === true ? policy.fresh?.find(({ stage }) => stage === run.stage)?.days : undefined;
  const days = ofImports ?? asked ?? policy.days ?? 1;
  const ago = (now.getTime() - Date.parse(imported?.madeAt ?? run.endedAt ?? '')) / DAY_MS;
  if (ago <= days && ago >= -HOUR_DAYS) return [];
  if (ago < 0)
    return [
      reason(run, 'the run ended after the time that it is judged at', {
        expected: `ended before ${now.toISOString()}`,
        observed: imported ? `it was made on ${imported.madeAt}` : `it ended on ${run.endedAt ?? ''}`,
        fix: 'give a later --at, or set the clock right of the machine that made it, and run it again',
      }),
    ];
  const said = Number.isNaN(ago) ? 'nobody knows when it ended' : `it ended ${ago.toFixed(1)} days ago`;
  if (imported !== undefined)
    return [
      reason(run, `the imported ${imported.as} is too old`, {
        expected: `made at most ${days} ${days === 1 ? 'day' : 'days'} ago`,
        observed: `it was made ${ago.toFixed(1)} days ago`,
        fix: 'make it again, and import that',
      }),
    ];
  return [
    reason(run, 'the run is too old', {
      expected: `ended at most ${days} ${days === 1 ? 'day' : 'days'} ago`,
      observed: said,
      fix: 'run it again',
    }),
  ];
}

function unidentified(run: RunIdentity): readonly Reason[] {
  const { target, git } = run;
  if (target !== undefined && !isKnownVersion(target.version))
    return [
      reason(run, 'the run does not tell which version of the target it tested', {
        fix: 'set TARGET_VERSION to what runs there, and run it again',
      }),
    ];
  if (target?.commit !== undefined) return [];
  if (git === undefined)
    return [
      reason(run, 'the run does not tell which commit it tested', {
        fix: 'set TARGET_COMMIT to that of what runs there, or run from a git checkout',
      }),
    ];
  if (!git.dirty) return [];
  return [
    reason(
      run,
      'the run was of a checkout with uncommitted changes: its commit does not say what was tested',
      {
        observed: git.commit,
        fix: 'commit, and run it again',
      },
    ),
  ];
}

/** Of a fact that all must share: the first run's is taken for meant, and each that differs is named. */
function different(
  runs: readonly RunIdentity[],
  what: string,
  of: (run: RunIdentity) => string | undefined,
): readonly Reason[] {
  const told = runs.flatMap((run) => {
    const value = of(run);
    return value === undefined ? [] : [{ run, value }];
  });
  const [first, ...others] = told;
  return others
    .filter(({ value }) => value !== first?.value)
    .map(({ run, value }) =>
      reason(run, `the runs are of different ${what}`, {
        expected: `${first?.value ?? ''}, as ${first?.run.id ?? ''}`,
        observed: value,
        fix: 'give runs of what is to be released only, and run again what is missing',
      }),
    );
}
