import type { MutantOutcome, Trial } from './trial.ts';

/** A share with the interval in which it lies by 95 %. */
export interface Share {
  readonly of: number;
  readonly all: number;
  readonly from: number;
  readonly to: number;
}

const Z = 1.96;

/** By Wilson: sound for few and for shares near none or all. */
export function shareOf(of: number, all: number): Share {
  if (all === 0) return { of, all, from: 0, to: 1 };
  const p = of / all;
  const middle = p + Z ** 2 / (2 * all);
  const half = Z * Math.sqrt((p * (1 - p)) / all + Z ** 2 / (4 * all ** 2));
  const by = 1 + Z ** 2 / all;
  return { of, all, from: Math.max(0, (middle - half) / by), to: Math.min(1, (middle + half) / by) };
}

/** What came of one mutant by all kinds of suites that were tried: what one of them killed is killed. */
export function finalTrials(trials: readonly Trial[]): readonly Trial[] {
  const order: readonly MutantOutcome[] = [
    'killed',
    'killed grossly',
    'equivalent',
    'not started',
    'unknown',
    'survived',
    'not covered',
  ];
  const worst = (a: Trial, b: Trial) => (order.indexOf(b.outcome) < order.indexOf(a.outcome) ? b : a);
  return [...Map.groupBy(trials, ({ mutant }) => mutant.id).values()].map((of) => of.reduce(worst));
}

export interface Score {
  readonly killed: Share;
  /** Without what any request would have shown. */
  readonly specifically: Share;
}

/** Of mutants that started, whose suites gave an answer. */
export function scoreOf(trials: readonly Pick<Trial, 'outcome'>[]): Score {
  const of = (...outcomes: readonly MutantOutcome[]) =>
    trials.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const valid = of('killed', 'killed grossly', 'survived', 'not covered');
  return {
    killed: shareOf(of('killed', 'killed grossly'), valid),
    specifically: shareOf(of('killed'), valid),
  };
}

/** The score of each part, the weakest first. */
export function scoresBy(
  trials: readonly Trial[],
  part: (trial: Trial) => string,
): readonly (Score & { readonly part: string })[] {
  return [...Map.groupBy(trials, part)]
    .map(([name, of]) => ({ part: name, ...scoreOf(of) }))
    .filter(({ killed }) => killed.all > 0)
    .sort((a, b) => a.killed.of / a.killed.all - b.killed.of / b.killed.all);
}

/** The folder of the product in which a mutant lies, below what all have in common. */
export function modulesOf(trials: readonly Trial[]): (trial: Trial) => string {
  const paths = trials.map(({ mutant }) => mutant.file.split('/').slice(0, -1));
  const [first = []] = paths;
  let depth = 0;
  while (depth < first.length && paths.every((path) => path[depth] === first[depth])) depth += 1;
  return ({ mutant }) => mutant.file.split('/').slice(depth, -1)[0] ?? '.';
}
