import type { DetectedDefect } from './detection.ts';

/** The defects of one part of the target, and how many of them were caught. */
export interface Area {
  readonly name: string;
  readonly defects: readonly DetectedDefect[];
  readonly caught: number;
  readonly bad: number;
  readonly rest: number;
}

export function areasOf(defects: readonly DetectedDefect[]): readonly Area[] {
  return [...Map.groupBy(defects, ({ area }) => area)].map(([name, ones]) => {
    const caught = ones.filter(({ outcome }) => outcome === 'caught').length;
    const bad = ones.filter(({ outcome }) => outcome === 'missed' || outcome === 'caught elsewhere').length;
    return { name, defects: ones, caught, bad, rest: ones.length - caught - bad };
  });
}
