import type { RequirementState } from '../../kernel/requirement-states.ts';

/** How many of some requirements, or aspects, are in which state. */
export type RequirementSum = Readonly<Record<RequirementState, number>> & {
  /** All but those that do not apply here. */
  readonly applicable: number;
};

export function sumOf(rows: readonly { readonly state: RequirementState }[]): RequirementSum {
  const of = (state: RequirementState) => rows.filter((row) => row.state === state).length;
  return {
    proven: of('proven'),
    partly: of('partly'),
    failed: of('failed'),
    waived: of('waived'),
    unproven: of('unproven'),
    'not-applicable': of('not-applicable'),
    applicable: rows.length - of('not-applicable'),
  };
}
