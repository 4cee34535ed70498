import pc from 'picocolors';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { printable } from '../../kernel/printable.ts';
import { say } from '../../kernel/sentence.ts';
import { sayThreshold } from '../../kernel/threshold.ts';
import { count, sayDuration } from '../../reports/format.ts';
import { tableByKind } from './by-kind.ts';
import { indented, terminalWidth } from './fit.ts';

/** A plan for people: what runs, how long at most, and what is left out and why; with `limits`, each suite with its limits and faults. */
export function sayPlan(plan: Plan, { limits = false, width = terminalWidth() } = {}): string {
  const { planned, skipped, environment } = plan;
  const elsewhere = planned.filter(({ missing }) => missing !== undefined).length;
  const aside = elsewhere === 0 ? '' : `, ${elsewhere} of them not applicable there`;
  const byWhy = Map.groupBy(skipped, ({ reason }) => reason);
  return [
    `${count(planned.length, 'suite')} on ${environment.name} (${environment.title})${aside}`,
    ...(limits ? planned.flatMap((one) => ['', ...saySuite(one)]) : sayShort(planned, width)),
    ...(skipped.length > 0 ? ['', pc.bold(`left out: ${count(skipped.length, 'suite')}`)] : []),
    ...[...byWhy].flatMap(([why, those]) => [
      ...indented(wordsOf(`${why}:`), 2, width),
      ...indented(named(those, limits ? Infinity : FEW), 4, width),
    ]),
  ].join('\n');
}

const MORE = '--limits says each limit and fault, and all names';

/** So many of those that are left out for one reason are named in short. */
const FEW = 6;

function named(those: Plan['skipped'], most: number): readonly string[] {
  const names = those.map(({ name }) => name);
  return names.length <= most ? names : [...names.slice(0, most), `and ${names.length - most} more`];
}

function sayShort(planned: readonly PlannedSuite[], width: number): readonly string[] {
  if (planned.length === 0) return [];
  const rows = planned.map(
    ({ suite }) => [suite.name, sayDuration(suite.timeoutMs), printable(suite.title)] as const,
  );
  const barred = planned.flatMap(({ suite, unavailable }) =>
    unavailable === undefined ? [] : indented(wordsOf(`${suite.name}: ${say(unavailable)}`), 2, width),
  );
  const all = planned.reduce((sum, { suite }) => sum + suite.timeoutMs, 0);
  return [
    '',
    tableByKind(['suite', 'at most', 'shows'], rows, width),
    ...(barred.length > 0 ? ['', pc.bold('cannot run'), ...barred.map((line) => pc.yellow(line))] : []),
    '',
    ...indented(wordsOf(`at most ${sayDuration(all)}, one after the other; ${MORE}`), 0, width),
  ];
}

function wordsOf(text: string): readonly string[] {
  return printable(text).split(' ');
}

function saySuite({ suite, file, unavailable }: PlannedSuite): readonly string[] {
  return [
    `${pc.bold(suite.name)}  ${printable(suite.title)}`,
    `  ${printable(file)}; engine ${suite.engine}; ${suite.weight}; at most ${suite.timeoutMs / 1000} s; at least ${count(suite.expects.checks, 'check')}`,
    ...suite.thresholds.map(
      (threshold) => `  ${sayThreshold(threshold)}, from ${threshold.minSamples} samples`,
    ),
    ...faultsOf(suite.options).map((fault) => `  fault: ${fault}`),
    ...(unavailable === undefined ? [] : [pc.yellow(`  cannot run: ${say(unavailable)}`)]),
  ];
}

function faultsOf(options: unknown): readonly string[] {
  const faults = (options as { faults?: unknown } | null | undefined)?.faults;
  if (!Array.isArray(faults)) return [];
  return (faults as { fault?: string; options?: unknown; [kind: string]: unknown }[]).map(
    ({ fault, options: how, ...subject }) =>
      `${fault ?? '?'} on ${Object.values(subject).join(', ') || '?'} ${JSON.stringify(how ?? {})}`,
  );
}
