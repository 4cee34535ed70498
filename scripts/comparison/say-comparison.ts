import pc from 'picocolors';
import type { ComparedRow, ComparedSuite, Comparison } from '../../reports/load/comparison.ts';
import { table } from '../terminal/table.ts';
import { sayEffect, sayMeasure, sayP } from './say-row.ts';
import { say } from '../../kernel/sentence.ts';

const MARKS: Readonly<Record<ComparedSuite['verdict'], string>> = {
  pass: pc.green('✓ pass'),
  fail: pc.red('✗ fail'),
  unknown: pc.yellow('? unknown'),
};
const WORDS: Readonly<Record<ComparedRow['verdict'], string>> = {
  worse: pc.red('✗ worse'),
  better: pc.green('✓ better'),
  alike: 'alike',
  unknown: pc.yellow('? unknown'),
};

/** A comparison for the terminal: for each suite against what, and a row for each measure. */
export function sayComparison({ suites, rule }: Comparison): string {
  const share = (of: number) => `${of * 100} %`;
  const held = `Held to: at most ${share(rule.alpha)} false alarms a suite; changes below ${share(rule.minimumEffect)} (errors: ${rule.minimumDifference * 100} points) do not matter.`;
  return [...suites.map(saySuite), pc.dim(held)].join('\n\n');
}

function saySuite(compared: ComparedSuite): string {
  const { rows, despite } = compared;
  return [
    sayOutcome(compared),
    ...despite.map((difference) => pc.yellow(`  compared despite ${difference}`)),
    ...(rows.length === 0 ? [] : ['', rowsTable(rows)]),
  ].join('\n');
}

/** One line: `✗ fail load/stress against main 1a2b3c4 of 2026-11-20 (own branch): worse: p95 of all +12.1 %`. */
export function sayOutcome({ suite, verdict, baseline, reason, fix }: ComparedSuite): string {
  const against = baseline
    ? ` against ${[baseline.branch, baseline.commit].filter(Boolean).join(' ')} of ${baseline.date.slice(0, 10)} (${baseline.chosen})`
    : '';
  return `${MARKS[verdict]} ${suite}${against}${reason === undefined ? '' : `: ${say({ what: reason, fix })}`}`;
}

function rowsTable(rows: readonly ComparedRow[]): string {
  const cells = rows.map((row) => [
    `  ${row.measure}`,
    row.group,
    sayMeasure(row.before, row.unit),
    sayMeasure(row.after, row.unit),
    sayEffect(row),
    sayP(row.p),
    `${WORDS[row.verdict]}${row.decides ? '' : pc.dim(' (only shown)')}`,
  ]);
  return table(['  measure', 'group', 'before', 'after', 'change', 'p', 'verdict'], cells);
}
