import { printable } from '../../../kernel/printable.ts';
import { count } from '../../../reports/format.ts';
import type { GateHealth } from './gate-health.ts';

/** How much nobody ever saw fail, by suite; in full by name. */
export function sayHealth({ run, intact, looked, suites }: GateHealth, { full = false } = {}): string {
  const sum = (of: (one: GateHealth['suites'][number]) => number) =>
    suites.reduce((all, one) => all + of(one), 0);
  const never = sum((one) => one.neverRed.length);
  const rows = suites
    .filter((one) => one.neverRed.length > 0)
    .flatMap((one) => [
      `  ${one.suite}  ${one.neverRed.length} of ${one.of}`,
      ...(full ? one.neverRed.map((what) => `    ${printable(what)}`) : []),
    ]);
  return [
    ...(intact
      ? []
      : [
          `${run}: its evidence is not as it was sealed, so some may be missing here: ./harness evidence verify ${run}`,
        ]),
    ...(suites.some((one) => one.of > 0) ? [] : [`${run}: no check and no limit of it ran`]),
    `${run}: of ${count(
      sum((one) => one.of),
      'check and limit',
      'checks and limits',
    )} ${never} never turned red`,
    `looked at ${count(looked.runs, 'run')}, ${count(looked.detections, 'detection')}, ${count(looked.mutations, 'sample')} of mutants`,
    ...rows,
    ...(never > 0 && !full ? ['--full names them'] : []),
  ].join('\n');
}
