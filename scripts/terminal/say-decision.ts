import type { GateDecision, Reason } from '../../kernel/gate.ts';
import { printable, printableLines } from '../../kernel/printable.ts';
import { quote } from './quote.ts';

/** A verdict with all its reasons, in full, and for each what a waiver of it names. */
export function sayDecision(run: string, { verdict, rehearsal, reasons, suites }: GateDecision): string {
  const lines = [
    `${run}: ${verdict}${rehearsal ? ', in rehearsal: nobody may release on it' : ''}`,
    ...[...suites].map(([name, decision]) => `  ${decision.verdict.padEnd(8)}${name}`),
  ];
  return [...lines, ...sayReasons(run, reasons)].join('\n');
}

/** Every reason in full, each of the run that it names, or of that one. */
export function sayReasons(run: string, reasons: readonly Reason[]): readonly string[] {
  return reasons.flatMap((reason) => ['', ...sayReason(reason.run ?? run, reason)]);
}

function sayReason(
  run: string,
  { verdict, suite, what, check, waivable = [], ...reason }: Reason,
): readonly string[] {
  const said = check === undefined ? indented(what) : printable(what);
  const row = (name: string, text: string | undefined) =>
    text === undefined ? [] : [`  ${name.padEnd(8)} ${indented(text)}`];
  const where = [...(reason.run === undefined ? [] : [reason.run]), ...(suite === undefined ? [] : [suite])];
  return [
    `${verdict}: ${where.map((one) => `${one}: `).join('')}${said}`,
    ...row('expected', reason.expected),
    ...row('observed', reason.observed),
    ...row('fix', reason.fix),
    ...(verdict === 'waived' ? [] : waivable).map((of) => `  waive    ${sayWaive(run, suite, of)}`),
  ];
}

/** The beginning of the command line that waives it; what is left to say, the command asks for. */
export function sayWaive(run: string, suite: string | undefined, of: string): string {
  const where = suite === undefined ? '' : ` --suite ${quote(suite)}`;
  return `./harness waive ${quote(printable(of))}${where} --from ${quote(run)}`;
}

/** What a tool said in many lines stands below its first line, so that none of them looks like one of ours. */
function indented(text: string): string {
  return printableLines(text).replaceAll('\n', `\n${' '.repeat(11)}`);
}
