import type { Verdict } from '../../kernel/verdict.ts';
import { groupOf, verdictOf, type RunRow } from './run-row.ts';

/** How one stage stands, on one environment and branch. */
export interface Stand {
  /** `pr on local`. */
  readonly name: string;
  readonly branch: string | undefined;
  /** That it is going on is no answer: the newest that has ended. */
  readonly newest: RunRow;
  readonly verdict: Verdict;
  /** In so many runs in a row it was the same, this one included. */
  readonly alike: number;
  /** The newest first, without those that go on. */
  readonly rows: readonly RunRow[];
}

/** Each stage by environment and branch, the one that ran last first. */
export function standsOf(rows: readonly RunRow[]): readonly Stand[] {
  const ended = rows.filter((row) => groupOf(row) !== undefined && row.state !== 'going on');
  const groups = Map.groupBy(ended, (row) => JSON.stringify([groupOf(row), row.branch]));
  return [...groups.values()].flatMap((own) => {
    const [newest] = own;
    if (newest === undefined) return [];
    const verdict = verdictOf(newest) ?? 'unknown';
    const other = own.findIndex((row) => verdictOf(row) !== verdict);
    return [
      {
        name: groupOf(newest) ?? '',
        branch: newest.branch,
        ...{ newest, verdict, rows: own },
        alike: other === -1 ? own.length : other,
      },
    ];
  });
}

/** Those that count, for figures and trends: of others nobody knows what they measured. */
export function counted(rows: readonly RunRow[]): readonly RunRow[] {
  return rows.filter(({ state }) => state === 'sealed');
}
