import { requirementOf } from '../../kernel/reference.ts';
import type { DecidingRow } from './deciding-row.ts';

/** Demanded aspects that are unproven for one reason, by requirement. */
export interface Unproven {
  readonly why: string;
  readonly requirements: readonly { readonly id: string; readonly aspects: readonly string[] }[];
}

/** What a row of `What decides` says of requirements that are unproven; nothing of any other. */
export function unprovenIn(row: DecidingRow): readonly Unproven[] {
  if (row.suite !== undefined || !isUnproven(row)) return [];
  const reasons = [row, ...row.alike].map(({ reason }) => reason);
  const byWhy = Map.groupBy(reasons, ({ observed = '' }) => observed);
  return [...byWhy].map(([why, alike]) => {
    const references = alike.flatMap(({ proves }) => proves);
    const byRequirement = Map.groupBy(references, requirementOf);
    return { why, requirements: [...byRequirement].map(([id, aspects]) => ({ id, aspects })) };
  });
}

export function isUnproven({ reason }: Pick<DecidingRow, 'reason'>): boolean {
  return reason.suite === undefined && UNPROVEN.test(reason.what);
}

const UNPROVEN = /^requirement \S+ is unproven/;

/** More of one requirement's aspects than this are told as a number. */
const FEW = 3;

/** `FUN-09/5xx`, or where there are many `FUN-09, 7 aspects`. */
export function sayAspects({ id, aspects }: Unproven['requirements'][number]): readonly string[] {
  return aspects.length > FEW ? [`${id}, ${aspects.length} aspects`] : aspects;
}
