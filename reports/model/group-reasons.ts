import { requirementOf } from '../../kernel/reference.ts';
import { count } from '../format.ts';
import type { DecidingRow } from './deciding-row.ts';
import { isUnproven } from './unproven.ts';

/**
 * Shows causes, not consequences: what is unknown about one suite is one row (its limits have no sample because its tool
 * broke), and suites that never ran for the same reason are one row. What failed or was waived stays a row each.
 */
export function groupReasons(rows: readonly DecidingRow[], whole: Whole): readonly DecidingRow[] {
  const unknown = rows.filter((row) => row.reason.verdict === 'unknown');
  const others = (verdict: string) => rows.filter((row) => row.reason.verdict === verdict);
  return [...others('fail'), ...sortCauses(mergeAlike(mergeSuites(unknown), whole)), ...others('waived')];
}

/** Who answers for the run as a whole, and how to repeat it. */
export type Whole = Pick<DecidingRow, 'owner' | 'rerun'>;

function mergeSuites(rows: readonly DecidingRow[]): readonly DecidingRow[] {
  const bySuite = Map.groupBy(rows, (row) => row.reason.suite ?? row);
  return [...bySuite.values()].map((group) => {
    const root = group.find((row) => row.expected === undefined) ?? group[0];
    if (root === undefined) throw new Error('a group without a row');
    return { ...root, also: group.filter((row) => row !== root) };
  });
}

function mergeAlike(rows: readonly DecidingRow[], whole: Whole): readonly DecidingRow[] {
  const alike = Map.groupBy(rows, (row) => keyOfKind(row) ?? row);
  return [...alike.values()].flatMap((group) => {
    const [first, ...more] = group;
    if (first === undefined || more.length === 0) return first === undefined ? [] : [first];
    return [{ ...first, ...whole, what: sayAlike(first, group), alike: more }];
  });
}

/** Rows of one kind are told together; undefined for a row that stands alone. */
function keyOfKind({ suite, reason, what }: DecidingRow): string | undefined {
  if (suite?.state === 'never ran') return what;
  return isUnproven({ reason }) ? 'unproven' : undefined;
}

function sayAlike({ suite, what }: DecidingRow, group: readonly DecidingRow[]): string {
  const amount = group.length;
  if (suite === undefined) return sayUnproven(group.flatMap(({ reason }) => reason.proves));
  return what === NEVER_RAN ? `${amount} suites were planned but never ran` : `${amount} suites: ${what}`;
}

function sayUnproven(references: readonly string[]): string {
  const requirements = new Set(references.map(requirementOf)).size;
  if (requirements === references.length) return `${requirements} demanded requirements are unproven`;
  return `${references.length} demanded aspects of ${count(requirements, 'requirement')} are unproven`;
}

const NEVER_RAN = 'the suite was planned but never ran';

/** What went wrong with the run itself explains the rest, so it comes first; what the policy misses follows from the rest. */
function sortCauses(rows: readonly DecidingRow[]): readonly DecidingRow[] {
  const rank = (row: DecidingRow) => (row.reason.suite !== undefined ? 1 : row.isOfRun ? 0 : 2);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
