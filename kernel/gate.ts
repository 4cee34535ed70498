import { flakesOf } from './attempts.ts';
import { judge, rank, type Decision, type Planned, type Reason } from './judge.ts';
import type { FreshRun, Policy } from './policy.ts';
import { kindOf } from './suite.ts';
import { isKnownVersion } from './target.ts';
import { printable } from './printable.ts';
import type { Sentence } from './sentence.ts';
import { inForce, judgeWaivers } from './gate-waivers.ts';
import type { Aspect } from './requirement.ts';
import { requirementOf } from './reference.ts';
import type { AspectState } from './requirement-states.ts';
import type { JudgedTold, RunTold } from './run-told.ts';
import { statesTogether } from './states-together.ts';
import { worst } from './verdict.ts';
import type { Waiver } from './waiver.ts';

export type { Decision, Planned, Reason } from './judge.ts';
export type { Policy } from './policy.ts';
export type { Compared, RunTold } from './run-told.ts';
export type { Waiver } from './waiver.ts';

/** What runs are held to. */
export interface Demands {
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
  /** The whole runs of other stages that the policy asks for, where there are any. */
  readonly fresh?: readonly FreshRun[];
  /** The aspects that `mustProve` meant when the run was planned. Runs of before there were any have none. */
  readonly demanded?: readonly Aspect[] | undefined;
}

export interface GateInput extends RunTold, Demands {}

export interface GateDecision extends Decision {
  /** Nobody may release on it, whatever the verdict is. */
  readonly rehearsal: boolean;
  /** By suite name; of one that several runs tell of the worst. */
  readonly suites: ReadonlyMap<string, Decision>;
}

export interface RunsDecision extends GateDecision {
  /** In the order in which they were given. */
  readonly runs: readonly JudgedTold[];
}

/** May it ship? Pure. The worst of its suites and of what the policy demands; nothing planned is `unknown`. */
export function gate(input: GateInput): GateDecision {
  const { runs: _, ...decision } = gateRuns([input], input);
  return decision;
}

/**
 * The same of several runs as one: what the policy demands any of them may show, and what one of them failed no other makes good.
 * Whether they tell of the same system, and lately, `judgeTogether` says.
 */
export function gateRuns(told: readonly RunTold[], demands: Demands): RunsDecision {
  const runs = told.map((run) => ({ ...run, decisions: judgeSuites(run, demands) }));
  const suites = worstOfSuites(runs);
  const reasons = [
    ...runs.flatMap((run) =>
      named(
        run,
        [...run.decisions.values()].flatMap((one) => one.reasons),
      ),
    ),
    ...runs.flatMap((run) => named(run, (run.problems ?? []).map(problemOf))),
    ...noRun(runs),
    ...runs.flatMap((run) => named(run, nothingPlanned(run))),
    ...missingSuites(runs, demands),
    ...missingKinds(runs, demands, suites),
    ...unproven(runs, demands),
    ...tooFlaky(runs, demands),
    ...worseThanBefore(runs, demands),
    ...notFresh(runs, demands),
    ...judgeWaivers(
      demands.waivers,
      runs.flatMap((run) => run.evidences),
      demands.now,
      demands.policy,
    ),
  ];
  return { ...rank(reasons), rehearsal: demands.policy.rehearsal === true, suites, runs };
}

function judgeSuites(
  { planned, evidences }: RunTold,
  { waivers, now, policy }: Demands,
): JudgedTold['decisions'] {
  const valid = inForce(waivers, policy);
  const judgeOne = (one: Planned) =>
    judge(
      one,
      evidences.find(({ suite }) => suite.name === one.suite.name),
      valid,
      now,
    );
  return new Map(planned.map((one) => [one.suite.name, judgeOne(one)]));
}

function worstOfSuites(runs: readonly JudgedTold[]): ReadonlyMap<string, Decision> {
  const all = Map.groupBy(
    runs.flatMap((run) => [...run.decisions]),
    ([name]) => name,
  );
  return new Map(
    [...all].map(([name, decisions]) => {
      const verdict = worst(decisions.map(([, one]) => one.verdict));
      return [name, decisions.find(([, one]) => one.verdict === verdict)?.[1] ?? { verdict, reasons: [] }];
    }),
  );
}

function named({ id }: RunTold, reasons: readonly Reason[]): readonly Reason[] {
  return id === undefined ? reasons : reasons.map((reason) => ({ ...reason, run: id }));
}

function problemOf({ what, fix }: Sentence): Reason {
  return { verdict: 'unknown', what, proves: [], ...(fix !== undefined && { fix }) };
}

function noRun(runs: readonly RunTold[]): readonly Reason[] {
  if (runs.length > 0) return [];
  return [{ verdict: 'unknown', what: 'no run was given, so nothing was tested', proves: [] }];
}

function nothingPlanned({ planned }: RunTold): readonly Reason[] {
  if (planned.length > 0) return [];
  return [{ verdict: 'unknown', what: 'nothing was planned, so nothing was tested', proves: [] }];
}

function missingSuites(runs: readonly RunTold[], { policy }: Demands): readonly Reason[] {
  const names = new Set<string>(runs.flatMap(({ planned }) => planned.map(({ suite }) => suite.name)));
  const skipped = runs.flatMap((run) => run.skipped ?? []);
  return policy.required
    .filter((name) => !names.has(name) && !skipped.some((one) => one.name === name && one.notApplicable))
    .map((name) => {
      const why = skipped.find((one) => one.name === name)?.reason;
      return {
        verdict: 'unknown',
        suite: name,
        what: `${name} is required by the policy, and was not part of the run${why === undefined ? '' : `: ${why}`}`,
        proves: [],
        fix: 'run the whole stage; write the suite if it is still to come; or, where it has no place, require other suites of this environment in harness.config.ts',
      };
    });
}

function missingKinds(
  runs: readonly RunTold[],
  { policy }: Demands,
  suites: ReadonlyMap<string, Decision>,
): readonly Reason[] {
  const planned = runs.flatMap((run) => run.planned);
  const answered = planned.filter(({ suite }) => suites.get(suite.name)?.verdict !== 'unknown');
  const kinds = new Set(answered.map(({ suite }) => kindOf(suite.name)));
  return (policy.kinds ?? [])
    .filter((kind) => !kinds.has(kind))
    .map((kind) => ({
      verdict: 'unknown',
      what: `the policy demands suites of the kind ${kind}, and none gave an answer`,
      expected: 'at least one',
      observed: `${planned.filter(({ suite }) => kindOf(suite.name) === kind).length} planned`,
      proves: [],
      fix: `run the whole stage where ${kind} is allowed, or take it out of \`kinds\` in harness.config.ts`,
    }));
}

/** What the policy demands and is not proven. A run that was planned before there were aspects is held to what its ids meant then. */
function unproven(runs: readonly JudgedTold[], { policy, demanded }: Demands): readonly Reason[] {
  const { mustProve } = policy;
  if (demanded === undefined) {
    const aspects = mustProve.map((reference) => ({ reference, says: '', by: 'suite' as const }));
    const states = statesTogether(runs, aspects);
    return [...states].flatMap(([id, one]) =>
      one.state === 'unproven' ? notProven(id, 'suite', one.why) : [],
    );
  }
  const states = statesTogether(runs, demanded);
  const lost = mustProve.filter(
    (id) => !demanded.some(({ reference }) => reference === id || requirementOf(reference) === id),
  );
  return [
    ...lost.flatMap((id) => notProven(id, 'suite', 'nobody knows its aspects')),
    ...demanded.flatMap(({ reference, by }) => reasonOf(reference, by, states.get(reference))),
  ];
}

/** What a check failed is a reason already. */
function reasonOf(
  reference: string,
  by: Aspect['by'],
  { state, why }: Pick<AspectState, 'state' | 'why'> = { state: 'unproven' },
): readonly Reason[] {
  if (state === 'unproven') return notProven(reference, by, why);
  const proves = [reference];
  if (state === 'waived')
    return [
      { verdict: 'waived', what: `requirement ${reference} is demanded, and its failure is waived`, proves },
    ];
  if (state !== 'failed' || by !== 'run') return [];
  const what = `requirement ${reference} does not hold, and the policy demands it`;
  return [{ verdict: 'fail', what, proves, ...(why !== undefined && { observed: why }) }];
}

const PROOF: Readonly<Record<Aspect['by'], string>> = {
  suite: 'at least one passed check, or limit that held, that carries it',
  run: "the run's own evidence shows it",
  import: 'imported evidence that shows it',
};

function notProven(reference: string, by: Aspect['by'], why = 'none'): readonly Reason[] {
  return [
    {
      verdict: 'unknown',
      what: `requirement ${reference} is unproven, and the policy demands it`,
      expected: PROOF[by],
      observed: why,
      proves: [reference],
    },
  ];
}

/** Beside those in quarantine, each of which is a reason of its own. */
function tooFlaky(runs: readonly JudgedTold[], { policy }: Demands): readonly Reason[] {
  const flakes = runs.flatMap(({ evidences, decisions }) =>
    evidences.flatMap(({ suite, checks }) =>
      flakesOf(checks)
        .filter((id) => decisions.get(suite.name)?.quarantined?.includes(id) !== true)
        .map((id) => `${suite.name}: ${id}`),
    ),
  );
  const [first] = flakes;
  if (first === undefined || flakes.length <= policy.flakes) return [];
  const others = flakes.length > 1 ? ` and ${flakes.length - 1} more` : '';
  return [
    {
      verdict: 'fail',
      what: `passed only at a further attempt, more than the policy allows: ${printable(first)}${others}`,
      expected: `at most ${policy.flakes}`,
      observed: `${flakes.length}: ${flakes.join('; ')}`,
      proves: [],
      fix: 'mend what makes them come and go; or quarantine one for a while, owned and with a ticket: ./harness waive <check> --flaky',
    },
  ];
}

/** Without a baseline there is no telling whether it became worse. */
function worseThanBefore(runs: readonly RunTold[], { policy }: Demands): readonly Reason[] {
  const compared = runs.flatMap((run) => run.compared ?? []);
  return (policy.notWorse ?? []).flatMap((suite): readonly Reason[] => {
    const own = compared.filter((one) => one.suite === suite);
    const found = own.find(({ verdict }) => verdict === worst(own.map((one) => one.verdict)));
    if (found?.verdict === 'pass') return [];
    const { reason: observed, fix } = found ?? { reason: 'it has none.', fix: './harness baseline save' };
    const what = 'the policy demands that this suite is not worse than its baseline';
    const verdict = found?.verdict ?? 'unknown';
    return [
      {
        verdict,
        suite,
        what,
        ...(observed !== undefined && { observed }),
        proves: [],
        ...(fix !== undefined && { fix }),
      },
    ];
  });
}

/** What another stage showed counts for a while, and only of the same version: what was tested is what is released. */
function notFresh(runs: readonly RunTold[], { policy, fresh = [] }: Demands): readonly Reason[] {
  const version = runs.flatMap((run) => run.evidences).find(({ target }) => target !== undefined)
    ?.target?.version;
  return (policy.fresh ?? []).flatMap(({ stage, days }): readonly Reason[] => {
    const observed = whyNotFresh(
      fresh.find((one) => one.stage === stage),
      days,
      version,
    );
    if (observed === undefined) return [];
    return [
      {
        verdict: 'unknown',
        what: `the policy demands that stage ${stage} has passed lately`,
        expected: `a whole run that ended at most ${days} days ago and passed, of the same version`,
        observed,
        proves: [],
        fix: isKnownVersion(version)
          ? `./harness run --stage ${stage} in this environment, then this again`
          : 'set TARGET_VERSION to what runs there, for both runs: without it nobody knows that they tested the same',
      },
    ];
  });
}

function whyNotFresh(
  found: FreshRun | undefined,
  days: number,
  version: string | undefined,
): string | undefined {
  if (found === undefined) return 'there is none';
  const { run, verdict, daysAgo } = found;
  if (verdict !== 'pass' && verdict !== 'waived') return `the verdict of ${run} is ${verdict}`;
  // One far in the future tells of a wrong clock, and of no time at all nothing is known.
  if (!(Math.abs(daysAgo) <= days)) return `${run} ended ${daysAgo.toFixed(1)} days ago`;
  const isSame = isKnownVersion(version) && found.version === version;
  return isSame ? undefined : `${run} tested version ${found.version ?? '?'}, this run ${version ?? '?'}`;
}
