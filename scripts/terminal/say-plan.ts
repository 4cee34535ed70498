import pc from 'picocolors';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import { printable } from '../../kernel/printable.ts';
import { sayThreshold } from '../../kernel/threshold.ts';
import { count } from '../../reports/format.ts';
import { say } from '../../kernel/sentence.ts';

/** A plan for people: what runs, with which limits and faults, and what is left out and why. */
export function sayPlan(plan: Plan): string {
  const elsewhere = plan.planned.filter(({ missing }) => missing !== undefined).length;
  const aside = elsewhere === 0 ? '' : `, ${elsewhere} of them not applicable there`;
  const lines = [
    `${count(plan.planned.length, 'suite')} on ${plan.environment.name} (${plan.environment.title})${aside}`,
  ];
  for (const planned of plan.planned) lines.push('', ...saySuite(planned));
  if (plan.skipped.length > 0) lines.push('', pc.bold('left out'));
  for (const { name, reason } of plan.skipped) lines.push(`  ${name}: ${reason}`);
  return lines.join('\n');
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
