import { say } from '../../kernel/sentence.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { RunResult } from '../finish/run-result.ts';
import type { Checkout } from './checkout.ts';
import { harness, type CliOptions, type Outcome } from './cli.ts';

/** What a run says of one of its suites. */
export interface Judged {
  readonly name: string;
  readonly verdict: Verdict;
  /** All reasons, with what was observed and what to do. */
  readonly reasons: string;
}

/** One run of several suites or plain files, as quickly as can be: what it says of each, in the order in which they were named. */
export async function judgeAll(
  checkout: Checkout,
  args: readonly string[],
  options: CliOptions = {},
): Promise<Outcome & { readonly suites: readonly Judged[] }> {
  const outcome = await harness(checkout, ['run', ...args, '--no-allure', '--json'], options);
  if (outcome.stdout === '') throw new Error(`the harness refused:\n${outcome.said}`);
  const { suites, reasons } = JSON.parse(outcome.stdout) as RunResult;
  const reasonsOf = (name: string) =>
    reasons
      .filter(({ suite }) => suite === name)
      .map(({ what, observed, fix }) => say({ what: [what, observed].join('\n'), fix }))
      .join('\n');
  return {
    ...outcome,
    suites: suites.map(({ name, verdict }) => ({ name, verdict, reasons: reasonsOf(name) })),
  };
}
