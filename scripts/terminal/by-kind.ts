import pc from 'picocolors';
import { kindOf } from '../../kernel/suite.ts';
import { count } from '../../reports/format.ts';
import { table } from './table.ts';

/**
 * Suites as one table, grouped by kind, each kind with how many it has, and no wider than the terminal. A row begins with the name of
 * its suite.
 */
export function tableByKind(
  head: readonly string[],
  rows: readonly (readonly [name: string, ...cells: string[]])[],
  width: number,
): string {
  const groups = [...Map.groupBy(rows, ([name]) => kindOf(name))];
  const [titles = '', ...lines] = table(
    head,
    groups.flatMap(([, own]) => own),
    width,
  ).split('\n');
  const grouped = groups.flatMap(([kind, own]) => [
    '',
    pc.bold(`${kind}: ${count(own.length, 'suite')}`),
    ...lines.splice(0, own.length),
  ]);
  return [titles, ...grouped].map((line) => line.trimEnd()).join('\n');
}
