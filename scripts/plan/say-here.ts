import pc from 'picocolors';
import type { OpenHere } from './open-here.ts';

/** What is shrunk, and what of the policy's demands no run of this plan can prove. */
export function sayHere({ demanded, open, absent, shrunk }: OpenHere): readonly string[] {
  const byWhy = Map.groupBy(open, ({ why }) => why);
  const listed = [...byWhy].flatMap(([why, those]) => [
    `  ${why}:`,
    ...inRows(those.map(({ reference }) => reference)).map((row) => `    ${row}`),
  ]);
  return [
    ...(shrunk.length > 0 ? ['', pc.bold('shrunk here'), ...shrunk.map((one) => `  ${one}`)] : []),
    ...(demanded > 0
      ? ['', pc.bold(`cannot be proven here: ${open.length} of ${demanded} demanded`), ...listed]
      : []),
    ...(absent.length > 0
      ? ['', pc.bold('does not apply here'), ...absent.map(({ reference, why }) => `  ${reference}: ${why}`)]
      : []),
  ];
}

/** References side by side, as many as fit into 100 columns. */
function inRows(references: readonly string[]): readonly string[] {
  const rows: string[] = [];
  for (const reference of references) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + reference.length < 95)
      rows[rows.length - 1] = `${row} ${reference}`;
    else rows.push(reference);
  }
  return rows;
}
