import type { PlannedSuite } from '../../../kernel/plan.ts';
import type { Mutant, MutantSight, Trial } from '../../../reports/detection/mutants/trial.ts';

/** So many suites, those that run a mutant most, look at it alone. */
const NEAREST = 3;
/** So many mutants that these did not see are tried together by the others. */
const TOGETHER = 4;

/** What suites made of mutants that were put in together. */
export type Result = Pick<Trial, 'outcome' | 'passed'> & { readonly sight?: MutantSight };

/** Suites beside each other are quicker, and some see what others do and take it for the product's. */
export type How = 'one by one' | 'side by side';

export interface KindTrial {
  /** What suites make of mutants that are put in together. */
  readonly attempt: (
    mutants: readonly Mutant[],
    suites: readonly PlannedSuite[],
    how: How,
  ) => Promise<Result>;
  /** The changed lines of a mutant, before and after. */
  readonly diffOf: (mutant: Mutant) => string;
  readonly kind: string;
  /** In this order. */
  readonly mutants: readonly Mutant[];
  /** The suites that run a mutant, the likeliest to see it first. */
  readonly covering: (mutant: Mutant) => readonly PlannedSuite[];
  /** What was tried before, and killed by whom. */
  readonly earlier: readonly Trial[];
  /** Why some are equivalent, by id. */
  readonly reviewed: ReadonlyMap<string, string>;
  readonly isOver: () => boolean;
  /** Before the next one. */
  readonly between: () => Promise<void>;
  readonly done: (trial: Trial) => void;
}

/** How often each suite has killed a mutant so far. */
type Kills = Map<string, number>;

interface Waiting {
  readonly mutant: Mutant;
  readonly rest: readonly PlannedSuite[];
  readonly passed: readonly string[];
  readonly tookMs: number;
}

/**
 * Tries mutants by the suites of a kind that cover them: each alone by the nearest, where most are killed at once; then several
 * together by all others. The nearest are the first that covers it, and those that have killed most so far. Where nothing sees several, none of them is seen; where something does, they are halved until it is one.
 * No two of one file are together, for one might hide the other. What kills must do so with no other suite beside it.
 */
export async function tryKind(trial: KindTrial): Promise<void> {
  const { mutants, isOver, between } = trial;
  let waiting: Waiting[] = [];
  const kills: Kills = new Map();
  const note = ({ sight, outcome }: Trial) => {
    const { suite } = sight ?? {};
    if (suite !== undefined && outcome.startsWith('killed')) kills.set(suite, (kills.get(suite) ?? 0) + 1);
  };
  trial.earlier.forEach(note);
  const done = (one: Trial) => {
    note(one);
    trial.done(one);
  };
  const noting = { ...trial, done };
  for (const mutant of mutants) {
    await between();
    if (isOver()) return;
    const left = await tryNear(noting, mutant, kills);
    if (left !== undefined) waiting.push(left);
    const group = groupOf(waiting);
    if (group.length < TOGETHER) continue;
    waiting = waiting.filter((one) => !group.includes(one));
    await tryTogether(noting, group);
  }
  while (waiting.length > 0 && !isOver()) {
    const group = groupOf(waiting);
    waiting = waiting.filter((one) => !group.includes(one));
    await tryTogether(noting, group);
  }
}

/** The first ones, each of another file. */
function groupOf(waiting: readonly Waiting[]): readonly Waiting[] {
  const byFile = new Map(waiting.toReversed().map((one) => [one.mutant.file, one]));
  return [...byFile.values()].reverse().slice(0, TOGETHER);
}

/** Undefined where it is settled. */
async function tryNear(trial: KindTrial, mutant: Mutant, kills: Kills): Promise<Waiting | undefined> {
  const { attempt, reviewed, isOver } = trial;
  const began = performance.now();
  const why = reviewed.get(mutant.id);
  const covering = trial.covering(mutant);
  const nearest = nearestOf(covering, kills);
  const took = () => performance.now() - began;
  const known: Result | undefined =
    why !== undefined
      ? { outcome: 'equivalent', sight: { what: why, proves: [] }, passed: [] }
      : covering.length === 0
        ? { outcome: 'not covered', passed: [] }
        : undefined;
  const result = known ?? (await attempt([mutant], nearest, 'one by one'));
  if (isOver()) return undefined;
  const rest = covering.filter((suite) => !nearest.includes(suite));
  if (result.outcome !== 'survived' || rest.length === 0) {
    tell(trial, mutant, result, took());
    return undefined;
  }
  return { mutant, rest, passed: result.passed, tookMs: took() };
}

function nearestOf([first, ...others]: readonly PlannedSuite[], kills: Kills): readonly PlannedSuite[] {
  if (first === undefined) return [];
  const killsOf = ({ suite }: PlannedSuite) => kills.get(suite.name) ?? 0;
  return [first, ...others.toSorted((a, b) => killsOf(b) - killsOf(a)).slice(0, NEAREST - 1)];
}

async function tryTogether(trial: KindTrial, group: readonly Waiting[]): Promise<void> {
  const { attempt, isOver } = trial;
  if (isOver() || group.length === 0) return;
  const began = performance.now();
  // Those first that stand first with any of them.
  const places = new Map<PlannedSuite, number>();
  for (const { rest } of group)
    for (const [place, suite] of rest.entries())
      places.set(suite, Math.min(place, places.get(suite) ?? Infinity));
  const suites = [...places].sort(([, a], [, b]) => a - b).map(([suite]) => suite);
  const result = await attempt(
    group.map(({ mutant }) => mutant),
    suites,
    'side by side',
  );
  if (isOver()) return;
  const [only] = group;
  const settled =
    only !== undefined && group.length === 1 ? await confirmed(trial, only.mutant, result, suites) : result;
  if (isOver()) return;
  const tookMs = (performance.now() - began) / group.length;
  if (group.length === 1 || result.outcome === 'survived') {
    for (const { mutant, passed, tookMs: before } of group)
      tell(
        trial,
        mutant,
        { ...settled, passed: [...new Set([...passed, ...settled.passed])] },
        before + tookMs,
      );
    return;
  }
  const shared = group.map((one) => ({ ...one, tookMs: one.tookMs + tookMs }));
  const half = Math.ceil(shared.length / 2);
  await tryTogether(trial, shared.slice(0, half));
  await tryTogether(trial, shared.slice(half));
}

/** What killed a mutant beside others is asked once more, first and alone; then the others, if it does not again. */
async function confirmed(
  { attempt, isOver }: KindTrial,
  mutant: Mutant,
  result: Result,
  suites: readonly PlannedSuite[],
): Promise<Result> {
  const killer = suites.find(({ suite }) => suite.name === result.sight?.suite);
  if (result.outcome !== 'killed' || killer === undefined || suites.length === 1 || isOver()) return result;
  const others = suites.filter((suite) => suite !== killer);
  return attempt([mutant], [killer, ...others], 'one by one');
}

function tell({ kind, done, diffOf }: KindTrial, mutant: Mutant, result: Result, tookMs: number): void {
  done({ mutant, diff: diffOf(mutant), kind, ...result, durationMs: Math.round(tookMs) });
}
