import type { Aspect } from './requirement.ts';
import { aspectStates, type AspectState } from './requirement-states.ts';
import type { JudgedTold } from './run-told.ts';

export interface StateTogether extends AspectState {
  /** The ids of the runs that say so. */
  readonly runs: readonly string[];
}

/** What one of them failed no other makes good, and an aspect does not apply only where none of them says that it does. */
const ORDER: readonly AspectState['state'][] = ['failed', 'waived', 'proven', 'unproven', 'not-applicable'];

/** What several runs say of each aspect as one; of none, that it is unproven. */
export function statesTogether(
  runs: readonly JudgedTold[],
  aspects: readonly Aspect[],
): ReadonlyMap<string, StateTogether> {
  const each = runs.map((run) => ({ run, states: aspectStates({ ...run, aspects }) }));
  return new Map(
    aspects.map(({ reference }) => [
      reference,
      together(each.flatMap(({ run, states }) => [{ run, own: states.get(reference) }])),
    ]),
  );
}

function together(
  told: readonly { readonly run: JudgedTold; readonly own: AspectState | undefined }[],
): StateTogether {
  const state = ORDER.find((one) => told.some(({ own }) => own?.state === one)) ?? 'unproven';
  const saying = told.filter(({ own }) => own?.state === state);
  const whys = new Set(saying.flatMap(({ own }) => own?.why ?? []));
  return {
    state,
    checks: saying.flatMap(({ own }) => own?.checks ?? []),
    ...(whys.size > 0 && { why: [...whys].join('; ') }),
    runs: saying.flatMap(({ run }) => run.id ?? []),
  };
}
