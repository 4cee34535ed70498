import { medianOf } from './median.ts';

/** A measure in one window of a run. */
export interface Sample {
  /** What was offered then: only windows of the same step are alike. */
  readonly step: string;
  readonly value: number;
  /** How many requests it stands for. */
  readonly weight: number;
}

/**
 * Takes the step of the load out of two series, so that windows of all steps can be ranked together: each value relative to
 * the median of both runs at its step, or as its difference from it (aligned ranks: Hodges and Lehmann, Ann. Math. Stat. 33,
 * 1962). Windows of a step that only one run has are left out. Order is kept.
 */
export function align(
  before: readonly Sample[],
  after: readonly Sample[],
  by: 'ratio' | 'difference',
): readonly [readonly number[], readonly number[]] {
  const [ours, theirs] = [before, after].map((side) => Map.groupBy(side, ({ step }) => step));
  const centres = new Map<string, number>();
  for (const [step, one] of ours ?? []) {
    const other = theirs?.get(step);
    if (other) centres.set(step, centreOf([...one, ...other], by));
  }
  const aligned = ({ step, value }: Sample) => {
    const centre = centres.get(step);
    if (centre === undefined) return [];
    if (by === 'difference') return [value - centre];
    return [centre === 0 ? value : value / centre];
  };
  return [before.flatMap(aligned), after.flatMap(aligned)];
}

/** Of shares the mean: most of their windows are 0. */
function centreOf(samples: readonly Sample[], by: 'ratio' | 'difference'): number {
  return by === 'ratio' ? medianOf(samples.map(({ value }) => value)) : meanOf(samples);
}

/** Weighted. NaN where nothing has a weight. */
export function meanOf(samples: readonly Sample[]): number {
  const weight = samples.reduce((sum, one) => sum + one.weight, 0);
  return samples.reduce((sum, one) => sum + one.value * one.weight, 0) / weight;
}
