import pc from 'picocolors';
import type { Cell, CleanRun, Outcome } from '../../reports/detection/detection.ts';
import { outcomeOf } from '../../reports/detection/detection-sums.ts';
import { sayDuration, shorten } from '../../reports/format.ts';

const MARKS: Readonly<Record<Outcome, string>> = {
  caught: pc.green('✓ caught'),
  'caught elsewhere': pc.red('✗ caught elsewhere'),
  missed: pc.red('✗ missed'),
  unknown: pc.yellow('? unknown'),
  'no suite yet': pc.dim('– no suite yet'),
  'not tried yet': pc.dim('· not tried yet'),
};

/** A defect's run in one line, and one more for each suite that did not catch it. */
export function sayPlanted(at: string, id: string, cells: readonly Cell[], durationMs: number): string {
  const others = cells.filter((cell) => cell.outcome !== 'caught').map((cell) => `    ${sayCell(cell)}`);
  const by = cells
    .filter((cell) => cell.outcome === 'caught')
    .map((cell) => `${cell.suite} in ${sayDuration(cell.timeToCatchMs ?? 0)}`);
  const head = [`${at}  ${MARKS[outcomeOf(cells)]} ${id}`, by.length > 0 ? ` by ${by.join(', ')}` : ''].join(
    '',
  );
  return [`${head} ${pc.dim(`(run ${sayDuration(durationMs)})`)}`, ...others].join('\n');
}

function sayCell({ suite, outcome, sights, reason }: Cell): string {
  const [sight] = sights;
  const seen = sight && [sight.what, sight.observed].filter(Boolean).join(': ');
  return shorten([`${suite}: ${outcome}`, reason ?? seen].filter(Boolean).join('; '), 160);
}

/** A clean run in one line, and one more for each suite that did not pass. */
export function sayClean(at: string, suites: CleanRun['suites'], durationMs: number): string {
  const bad = suites.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const lines = bad.map(
    ({ name, verdict, problems }) => `    ${shorten(`${name}: ${verdict}; ${problems.join('; ')}`, 160)}`,
  );
  const failed = bad.some(({ verdict }) => verdict === 'fail');
  const unclear =
    bad.length > 0 ? pc.yellow('? not all suites gave an answer') : pc.green('✓ no false alarm');
  const head = failed ? pc.red('✗ false alarm') : unclear;
  return [`clean ${at}  ${head} ${pc.dim(`(run ${sayDuration(durationMs)})`)}`, ...lines].join('\n');
}
