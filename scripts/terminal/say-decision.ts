import type { GateDecision, Reason } from '../../kernel/gate.ts';
import { printable, printableLines, quoted } from '../../kernel/printable.ts';

/** A verdict with all its reasons, in full, and for each what a waiver of it names. */
export function sayDecision(run: string, { verdict, reasons, suites }: GateDecision): string {
  const lines = [
    `${run}: ${verdict}`,
    ...[...suites].map(([name, decision]) => `  ${decision.verdict.padEnd(8)}${name}`),
  ];
  for (const reason of reasons) lines.push('', ...sayReason(reason));
  return lines.join('\n');
}

function sayReason({
  verdict,
  suite,
  what,
  check,
  waivable = [],
  waivableIn,
  ...reason
}: Reason): readonly string[] {
  const said = check === undefined ? indented(what) : printable(what);
  const row = (name: string, text: string | undefined) =>
    text === undefined ? [] : [`  ${name.padEnd(8)} ${indented(text)}`];
  const inSuite = waivableIn === undefined ? '' : `, suite: ${quoted(waivableIn)}`;
  return [
    `${verdict}: ${suite === undefined ? '' : `${suite}: `}${said}`,
    ...row('expected', reason.expected),
    ...row('observed', reason.observed),
    ...row('fix', reason.fix),
    ...waivable.map((of) => `  waiver   of: ${quoted(of)}${inSuite}`),
  ];
}

/** What a tool said in many lines stands below its first line, so that none of them looks like one of ours. */
function indented(text: string): string {
  return printableLines(text).replaceAll('\n', `\n${' '.repeat(11)}`);
}
