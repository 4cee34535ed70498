import type { GateDecision } from '../../kernel/gate.ts';

/** A verdict with all its reasons, in full. */
export function sayDecision(run: string, { verdict, reasons, suites }: GateDecision): string {
  const lines = [
    `${run}: ${verdict}`,
    ...[...suites].map(([name, decision]) => `  ${decision.verdict.padEnd(8)}${name}`),
  ];
  for (const reason of reasons) {
    lines.push('', `${reason.verdict}: ${[reason.suite, reason.what].filter(Boolean).join(': ')}`);
    if (reason.expected !== undefined) lines.push(`  expected ${reason.expected}`);
    if (reason.observed !== undefined) lines.push(`  observed ${reason.observed}`);
    if (reason.fix !== undefined) lines.push(`  fix      ${reason.fix}`);
  }
  return lines.join('\n');
}
