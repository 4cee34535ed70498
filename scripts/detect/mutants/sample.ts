import { createHash } from 'node:crypto';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';

/** At least so many of a sample are of our own mutators, where there are enough. */
const OWN_SHARE = 0.25;

/**
 * `size` mutants by chance, the same for the same seed, in the order in which to try them. Each mutant's place in the order depends
 * on seed and mutant alone: a larger sample holds a smaller one, and a change of the source moves only what it changed.
 */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: number): readonly Mutant[] {
  const lots = new Map(mutants.map((mutant) => [mutant, lotOf(mutant, seed)]));
  const byLot = (a: Mutant, b: Mutant) => (lots.get(a) ?? '').localeCompare(lots.get(b) ?? '');
  const of = (own: boolean) => mutants.filter((mutant) => mutant.own === own).sort(byLot);
  const [owns, others] = [of(true), of(false)];
  const ownSize = Math.min(owns.length, Math.max(Math.ceil(size * OWN_SHARE), size - others.length));
  return [...owns.slice(0, ownSize), ...others.slice(0, size - ownSize)].sort(byLot);
}

function lotOf({ id }: Mutant, seed: number): string {
  return createHash('sha256').update(`${seed} ${id}`).digest('hex');
}
