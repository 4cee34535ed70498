import type { Content } from '../shared/database-content.ts';

/** The database that was backed up, as it was before and after; rows were only added meanwhile. */
export interface Live {
  readonly before: Content;
  readonly after: Content;
  /** The ids of what was acknowledged before the backup began, and of what was asked for after it had ended. */
  readonly acknowledged: readonly string[];
  readonly later: readonly string[];
}

/** A sentence for each way in which what was restored is not what was backed up. */
export function differences(
  { before, after, acknowledged, later }: Live,
  restored: Content,
): readonly string[] {
  return [
    ...minus(before.shape, restored.shape).map((line) => `not there: ${line}`),
    ...minus(restored.shape, after.shape).map((line) => `there, and not in the live one: ${line}`),
    ...[...before.rows].flatMap(([table, rows]) => ofTable(table, rows, after, restored)),
    ...counted(
      acknowledged.filter((id) => !restored.written.has(id)),
      'acknowledged before the backup began, and not in it',
    ),
    ...counted(
      later.filter((id) => restored.written.has(id)),
      'written after the backup had ended, and in it: this is no restored one',
    ),
  ];
}

function ofTable(
  table: string,
  before: readonly string[],
  after: Content,
  restored: Content,
): readonly string[] {
  const rows = restored.rows.get(table);
  if (rows === undefined) return [`${table} cannot be read`];
  const all = after.rows.get(table) ?? [];
  return [
    // What was there before and is there after was there all the while.
    ...counted(minus(minus(before, minus(before, all)), rows), `of ${table}, and not restored`),
    ...counted(minus(rows, all), `of ${table} that the live one does not have`),
  ];
}

const counted = (list: readonly string[], what: string): readonly string[] =>
  list.length === 0 ? [] : [`${list.length} ${list.length === 1 ? 'row' : 'rows'} ${what}`];

/** Of `some` what is not in `others`, each as often as it is missing. */
function minus(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
