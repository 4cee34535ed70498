import { splitFix } from '../../../kernel/judge.ts';

/**
 * One sentence for all that leaves the outcome open: everything that is wrong, then everything to do about it, each thing once.
 * The report shows the two apart at the first ` Fix: `. Pure.
 */
export function openOutcome(problems: readonly string[]): string {
  const split = problems.map((problem) => splitFix(problem));
  const what = split.map(([one]) => one).join(' ');
  const fixes = new Set(split.flatMap(([, fix]) => fix?.replace(/\.$/, '') ?? []));
  return fixes.size === 0 ? what : `${what} Fix: ${[...fixes].join('; ')}.`;
}
