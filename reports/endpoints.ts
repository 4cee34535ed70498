import { sayValue } from './format.ts';
import type { SuiteRow } from './suite-row.ts';

export interface Endpoints {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** The metrics `endpoint.<name>.<measurement>` as a table; the name may hold dots. */
export function endpointsOf({ evidence }: Pick<SuiteRow, 'evidence'>): Endpoints {
  const cells = (evidence?.metrics ?? []).flatMap(({ name, value, unit }) => {
    const match = /^endpoint\.(.+)\.([^.]+)$/.exec(name);
    if (match === null) return [];
    return [{ row: match[1] ?? '', column: match[2] ?? '', said: sayValue(value, unit) }];
  });
  const columns = [...new Set(cells.map((cell) => cell.column))];
  const rows = [...Map.groupBy(cells, (cell) => cell.row)].map(([name, own]) => ({
    name,
    values: columns.map((column) => own.find((cell) => cell.column === column)?.said ?? '–'),
  }));
  return { columns, rows };
}
