import type { Evidence } from './evidence.ts';
import { flakesOf } from './attempts.ts';
import { judge, rank, splitFix, type Decision, type Planned, type Reason } from './judge.ts';
import type { Policy } from './policy.ts';
import { printable } from './printable.ts';
import { requirementStates } from './requirement.ts';
import { ambiguousIn, type Waiver } from './waiver.ts';

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
  readonly troubles?: readonly string[];
  /** How its load suites compare with their baselines; those without one are absent. */
  readonly compared?: readonly Compared[];
}

/** A load suite against its baseline. */
export interface Compared {
  readonly suite: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly reason?: string | undefined;
}

export interface GateDecision extends Decision {
  /** By suite name. */
  readonly suites: ReadonlyMap<string, Decision>;
}

/** May it ship? Pure. The worst of its suites and of what the policy demands; nothing planned is `unknown`. */
export function gate(input: GateInput): GateDecision {
  const { evidences } = input;
  const clear = input.waivers.filter((waiver) => ambiguousIn(waiver, evidences).length === 0);
  const suites = new Map(
    input.planned.map((planned) => [
      planned.suite.name as string,
      judgeOne(planned, { ...input, waivers: clear }),
    ]),
  );
  const reasons = [
    ...[...suites.values()].flatMap((decision) => decision.reasons),
    ...(input.troubles ?? []).map(troubleOf),
    ...nothingPlanned(input),
    ...missingSuites(input),
    ...unproven(input, suites),
    ...tooFlaky(input),
    ...worseThanBefore(input),
    ...expiredWaivers(input),
    ...ambiguousWaivers(input),
  ];
  return { ...rank(reasons.map((reason) => withSuite(reason, evidences))), suites };
}

/** Where several suites tell a check of that id, a waiver of it must name one of them. */
function withSuite(reason: Reason, evidences: readonly Evidence[]): Reason {
  const shared = reason.waivable?.some((of) => ambiguousIn({ of }, evidences).length > 0) === true;
  return shared && reason.suite !== undefined ? { ...reason, waivableIn: reason.suite } : reason;
}

function troubleOf(sentence: string): Reason {
  const [what, fix] = splitFix(sentence);
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
    .filter((name) => !names.has(name))
    .map((name) => ({
      verdict: 'unknown',
      suite: name,
      what: 'the policy requires this suite, and it was not part of the run',
      proves: [],
      fix: 'run the whole stage, or take it out of `required` in harness.config.ts',
    }));
}

function unproven(input: GateInput, suites: ReadonlyMap<string, Decision>): readonly Reason[] {
  const states = requirementStates(input.planned, input.evidences, suites);
  return input.policy.mustProve
    .filter((id) => !states.has(id))
    .map((id) => ({
      verdict: 'unknown',
      what: `requirement ${id} is unproven, and the policy demands it`,
      expected: 'at least one passed check that carries it',
      observed: 'none',
      proves: [id],
    }));
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
      what: `${printable(first)}${others} passed only at a further attempt, more than the policy allows`,
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
    const [observed, fix] = splitFix(found?.reason ?? 'it has none. Fix: ./harness baseline save');
    const what = 'the policy demands that this suite is not worse than its baseline';
    const verdict = found?.verdict ?? 'unknown';
    return [{ verdict, suite, what, observed, proves: [], ...(fix !== undefined && { fix }) }];
  });
}

/** An expired waiver is named, so that nobody wonders why what it covered fails now. */
function expiredWaivers(input: GateInput): readonly Reason[] {
  return input.waivers
    .filter((waiver) => new Date(waiver.expires) <= input.now)
    .map((waiver) => ({
      verdict: 'fail',
      what: `the waiver of ${waiver.of} expired on ${waiver.expires}`,
      proves: [],
      fix: `${waiver.owner}: fix what it covers, or have it approved anew`,
    }));
}

/** One check is waived, never its namesake in another suite. */
function ambiguousWaivers({ waivers, evidences }: GateInput): readonly Reason[] {
  return waivers.flatMap((waiver): readonly Reason[] => {
    const [first, ...others] = ambiguousIn(waiver, evidences);
    if (first === undefined) return [];
    const what = `the waiver of ${waiver.of} waives nothing: it names no suite, and several have that check`;
    const observed = [first, ...others].join(', ');
    const fix = `${waiver.owner}: add \`suite: '${first}'\` to it, or whichever is meant`;
    return [{ verdict: 'fail', what, observed, proves: [], fix }];
  });
}
