import type { Requirements } from '../../../kernel/requirement.ts';
import { count } from '../../format.ts';
import type { Mutation } from './mutation.ts';
import { modulesOf, scoreOf, scoresBy, type Score, type Share } from './score.ts';
import type { MutantOutcome, Trial } from './trial.ts';

/** The scores of a sample's parts: what they are parts by, and each with its name. */
export interface Parts {
  readonly by: string;
  readonly scores: readonly (Score & { readonly part: string })[];
}

export function partsOf({ trials }: Pick<Mutation, 'trials'>): readonly Parts[] {
  return [
    { by: 'Module', scores: scoresBy(trials, modulesOf(trials)) },
    { by: 'Whose mutator', scores: scoresBy(trials, ({ mutant }) => (mutant.own ? 'own' : "Stryker's")) },
    { by: 'Mutator', scores: scoresBy(trials, ({ mutant }) => mutant.mutator) },
  ];
}

/** How many each suite killed first; those that run beside it may have as well. */
export function killsBySuite(trials: readonly Trial[]): readonly (readonly [suite: string, kills: number])[] {
  const killed = trials.filter(isKilled);
  return [...Map.groupBy(killed, ({ sight }) => sight?.suite ?? 'no suite')]
    .map(([suite, of]) => [suite, of.length] as const)
    .sort(([, a], [, b]) => b - a);
}

/** How many were killed by checks that carry each requirement, as far as they carry any. */
export function killsByRequirement(
  trials: readonly Trial[],
  { requirements }: Requirements,
): readonly (readonly [requirement: string, kills: number])[] {
  const carried = trials
    .filter(isKilled)
    .flatMap(({ sight }) => [
      ...new Set(sight?.proves.map((reference) => reference.split('/')[0] ?? reference)),
    ]);
  return requirements
    .map(({ id }) => [id, carried.filter((one) => one === id).length] as const)
    .filter(([, kills]) => kills > 0)
    .sort(([, a], [, b]) => b - a);
}

function isKilled({ outcome }: Trial): boolean {
  return outcome === 'killed' || outcome === 'killed grossly';
}

/** What no suite noticed, in the order in which it stands in the product. */
export function survivorsOf(trials: readonly Trial[]): readonly Trial[] {
  return trials
    .filter(({ outcome }) => outcome === 'survived' || outcome === 'not covered')
    .sort((a, b) => a.mutant.file.localeCompare(b.mutant.file) || a.mutant.start - b.mutant.start);
}

/** Suites of clean runs that failed though nothing was changed. */
export function falseAlarmsOf({ clean }: Pick<Mutation, 'clean'>): number {
  return clean.flatMap(({ suites }) => suites.filter(({ verdict }) => verdict === 'fail')).length;
}

/** `61 % (42 of 69; 49 to 71 %)`. */
export function sayShare({ of, all, from, to }: Share): string {
  const percent = (share: number) => Math.round(share * 100);
  return `${percent(all === 0 ? 0 : of / all)} % (${of} of ${all}; ${percent(from)} to ${percent(to)} %)`;
}

/** Unknown where nothing was tried; else `Killed: 61 % (…), specifically 30 % (…); 27 survived, 3 not covered, 2 not started; 0 false alarms in 2 clean runs`. */
export function sentenceOfMutation(mutation: Mutation): string {
  const { trials, clean } = mutation;
  const { killed, specifically } = scoreOf(trials);
  const many = (outcome: MutantOutcome) => trials.filter((trial) => trial.outcome === outcome).length;
  const others = (['survived', 'not covered', 'not started', 'equivalent', 'unknown'] as const)
    .filter((outcome) => many(outcome) > 0)
    .map((outcome) => `${many(outcome)} ${outcome}`);
  return [
    killed.all === 0
      ? 'Killed: unknown, for no mutant was tried that counts'
      : `Killed: ${sayShare(killed)}, specifically ${sayShare(specifically)}`,
    ...(others.length > 0 ? [others.join(', ')] : []),
    `${count(falseAlarmsOf(mutation), 'false alarm')} in ${count(clean.length, 'clean run')}`,
  ].join('; ');
}
