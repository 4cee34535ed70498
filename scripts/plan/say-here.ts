import pc from 'picocolors';
import { indented, terminalWidth } from '../terminal/fit.ts';
import type { OpenHere } from './open-here.ts';

/** What is shrunk, and what of the policy's demands no run of this plan can prove. */
export function sayHere(
  { demanded, open, absent, shrunk }: OpenHere,
  width = terminalWidth(),
): readonly string[] {
  const byWhy = Map.groupBy(open, ({ why }) => why);
  const listed = [...byWhy].flatMap(([why, those]) => [
    ...indented(`${why}:`.split(' '), 2, width),
    ...indented(
      those.map(({ reference }) => reference),
      4,
      width,
    ),
  ]);
  return [
    ...(shrunk.length > 0
      ? ['', pc.bold('shrunk here'), ...shrunk.flatMap((one) => indented(one.split(' '), 2, width))]
      : []),
    ...(demanded > 0
      ? ['', pc.bold(`cannot be proven here: ${open.length} of ${demanded} demanded`), ...listed]
      : []),
    ...(absent.length > 0
      ? [
          '',
          pc.bold('does not apply here'),
          ...absent.flatMap(({ reference, why }) => indented([`${reference}:`, ...why.split(' ')], 2, width)),
        ]
      : []),
  ];
}
