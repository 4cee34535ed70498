import type { Content } from '../shared/database-content.ts';

/** What of each table is not there any more as it was; of one whose columns are others, how many rows fewer it has. */
export function gone(before: Content, after: Content): readonly string[] {
  return [...before.rows].flatMap(([table, rows]) => {
    const now = after.rows.get(table);
    if (now === undefined) return [`${table}: the table`];
    const there = new Set(now);
    const missing = isAlike(table, before, after)
      ? rows.filter((row) => !there.has(row)).length
      : Math.max(0, rows.length - now.length);
    return missing === 0 ? [] : [`${table}: ${missing} of ${rows.length}`];
  });
}

function isAlike(table: string, ...contents: readonly Content[]): boolean {
  const [one, other] = contents.map(({ shape }) =>
    shape.filter((line) => line.startsWith(`column ${table}.`)).join('\n'),
  );
  return one === other;
}
