import type { Aspect, Requirements } from '../../kernel/requirement.ts';
import type { Detection } from './detection.ts';

/** A requirement with the aspects of which nobody knows whether a suite would notice that they are broken. */
export interface NotTurnedRed {
  readonly id: string;
  /** How many aspects suites are to prove of it. */
  readonly of: number;
  readonly aspects: readonly Aspect[];
}

/** The aspects for suites to prove that no planted defect made fail: those that no defect breaks, and whose defects got through. */
export function notTurnedRed(
  { defects }: Pick<Detection, 'defects'>,
  { requirements }: Requirements,
): readonly NotTurnedRed[] {
  const caught = defects.flatMap(({ cells }) => cells.filter(({ outcome }) => outcome === 'caught'));
  const red = new Set(caught.flatMap(({ sights }) => sights.flatMap(({ shares }) => shares)));
  return requirements.flatMap(({ id, aspects }) => {
    const own = aspects.filter(({ by }) => by === 'suite');
    const others = own.filter(({ reference }) => !red.has(reference));
    return others.length === 0 ? [] : [{ id, of: own.length, aspects: others }];
  });
}

/** `212 of 690 aspects that suites are to prove are turned red by no planted defect`. */
export function sayNotTurnedRed(found: readonly NotTurnedRed[], { requirements }: Requirements): string {
  const all = requirements.flatMap(({ aspects }) => aspects.filter(({ by }) => by === 'suite')).length;
  const amount = found.reduce((sum, { aspects }) => sum + aspects.length, 0);
  return `${amount} of ${all} aspects that suites are to prove are turned red by no planted defect`;
}
