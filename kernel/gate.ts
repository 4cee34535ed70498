import type { Evidence } from './evidence.ts';
import { flakesOf } from './attempts.ts';
import { judge, rank, type Decision, type Planned, type Reason } from './judge.ts';
import type { FreshRun, Policy } from './policy.ts';
import type { LeftOut } from './select.ts';
import { kindOf } from './suite.ts';
import { isKnownVersion } from './target.ts';
import { printable } from './printable.ts';
import type { Sentence } from './sentence.ts';
import { judgeWaivers } from './gate-waivers.ts';
import type { Aspect } from './requirement.ts';
import { requirementOf } from './reference.ts';
import { aspectStates, type AspectState, type OwnProof } from './requirement-states.ts';
import type { Waiver } from './waiver.ts';

export type { Decision, Planned, Reason } from './judge.ts';
export type { Policy } from './policy.ts';
export type { Waiver } from './waiver.ts';

export interface GateInput {
  readonly planned: readonly Planned[];
  readonly evidences: readonly Evidence[];
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
  /** Problems of the run itself: a target that did not start, an undo that failed. Each is an `unknown`. */
  readonly problems?: readonly Sentence[];
  /** Suites that were left out of the plan, and why. */
  readonly skipped?: readonly LeftOut[];
  /** The whole runs of other stages that the policy asks for, where there are any. */
  readonly fresh?: readonly FreshRun[];
  /** How its load suites compare with their baselines; those without one are absent. */
  readonly compared?: readonly Compared[];
  /** The aspects that `mustProve` meant when the run was planned. Runs of before there were any have none. */
  readonly demanded?: readonly Aspect[] | undefined;
  /** By requirement or aspect: why it does not apply in this environment. */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  /** By aspect: what the run's own evidence says. */
  readonly ofRun?: ReadonlyMap<string, OwnProof> | undefined;
}

/** A load suite against its baseline. */
export interface Compared {
  readonly suite: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
}

export interface GateDecision extends Decision {
  /** Nobody may release on it, whatever the verdict is. */
  readonly rehearsal: boolean;
  /** By suite name. */
  readonly suites: ReadonlyMap<string, Decision>;
}

/** May it ship? Pure. The worst of its suites and of what the policy demands; nothing planned is `unknown`. */
export function gate(input: GateInput): GateDecision {
  const suites = new Map(
    input.planned.map((planned) => [planned.suite.name as string, judgeOne(planned, input)]),
  );
  const reasons = [
    ...[...suites.values()].flatMap((decision) => decision.reasons),
    ...(input.problems ?? []).map(problemOf),
    ...nothingPlanned(input),
    ...missingSuites(input),
    ...missingKinds(input, suites),
    ...unproven(input, suites),
    ...tooFlaky(input),
    ...worseThanBefore(input),
    ...notFresh(input),
    ...judgeWaivers(input.waivers, input.evidences, input.now),
  ];
  return { ...rank(reasons), rehearsal: input.policy.rehearsal === true, suites };
}

function problemOf({ what, fix }: Sentence): Reason {
  return { verdict: 'unknown', what, proves: [], ...(fix !== undefined && { fix }) };
}

function judgeOne(planned: Planned, input: GateInput): Decision {
  const evidence = input.evidences.find((candidate) => candidate.suite.name === planned.suite.name);
  return judge(planned, evidence, input.waivers, input.now);
}

function nothingPlanned(input: GateInput): readonly Reason[] {
  if (input.planned.length > 0) return [];
  return [{ verdict: 'unknown', what: 'nothing was planned, so nothing was tested', proves: [] }];
}

function missingSuites(input: GateInput): readonly Reason[] {
  const names = new Set<string>(input.planned.map((planned) => planned.suite.name));
  return input.policy.required
    .filter(
      (name) => !names.has(name) && !input.skipped?.some((one) => one.name === name && one.notApplicable),
    )
    .map((name) => {
      const why = input.skipped?.find((one) => one.name === name)?.reason;
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
  { planned, policy }: GateInput,
  suites: ReadonlyMap<string, Decision>,
): readonly Reason[] {
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
function unproven(input: GateInput, decisions: ReadonlyMap<string, Decision>): readonly Reason[] {
  const { mustProve } = input.policy;
  if (input.demanded === undefined) {
    const aspects = mustProve.map((reference) => ({ reference, says: '', by: 'suite' as const }));
    const states = aspectStates({ ...input, aspects, decisions });
    return [...states].flatMap(([id, one]) =>
      one.state === 'unproven' ? notProven(id, 'suite', one.why) : [],
    );
  }
  const states = aspectStates({ ...input, aspects: input.demanded, decisions });
  const lost = mustProve.filter(
    (id) => !input.demanded?.some(({ reference }) => reference === id || requirementOf(reference) === id),
  );
  return [
    ...lost.flatMap((id) => notProven(id, 'suite', 'nobody knows its aspects')),
    ...input.demanded.flatMap(({ reference, by }) => reasonOf(reference, by, states.get(reference))),
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

function tooFlaky(input: GateInput): readonly Reason[] {
  const flakes = input.evidences.flatMap((evidence) =>
    flakesOf(evidence.checks).map((id) => `${evidence.suite.name}: ${id}`),
  );
  const [first] = flakes;
  if (first === undefined || flakes.length <= input.policy.flakes) return [];
  const others = flakes.length > 1 ? ` and ${flakes.length - 1} more` : '';
  return [
    {
      verdict: 'fail',
      what: `passed only at a further attempt, more than the policy allows: ${printable(first)}${others}`,
      expected: `at most ${input.policy.flakes}`,
      observed: `${flakes.length}: ${flakes.join('; ')}`,
      proves: [],
    },
  ];
}

/** Without a baseline there is no telling whether it became worse. */
function worseThanBefore({ policy, compared = [] }: GateInput): readonly Reason[] {
  return (policy.notWorse ?? []).flatMap((suite): readonly Reason[] => {
    const found = compared.find((one) => one.suite === suite);
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
function notFresh({ policy, fresh = [], evidences }: GateInput): readonly Reason[] {
  const version = evidences.find(({ target }) => target !== undefined)?.target?.version;
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
