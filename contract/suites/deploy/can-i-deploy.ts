import { z } from 'zod';

/** One verification of a consumer's contract by a provider's version. */
export const verificationSchema = z.strictObject({
  consumer: z.string(),
  consumerVersion: z.string(),
  provider: z.string(),
  providerVersion: z.string(),
  outcome: z.enum(['kept', 'broken']),
});
export type PactVerification = z.infer<typeof verificationSchema>;

/** What is to be deployed, and what stands where it goes. */
export interface Deployment {
  readonly name: string;
  readonly version: string;
  readonly beside: readonly { readonly name: string; readonly version: string }[];
}

export interface Answer {
  readonly may: 'yes' | 'no' | 'unknown';
  readonly reasons: readonly string[];
}

/**
 * Whether a version may be deployed beside others, by a matrix of what was verified: with each that it has a contract with, in either
 * role. A pair that was never verified is unknown, and so is one without any contract at all; the latest outcome of a pair counts.
 */
export function canIDeploy(
  matrix: readonly PactVerification[],
  { name, version, beside }: Deployment,
): Answer {
  const outcomes = beside.flatMap((other) => {
    const [ours, theirs] = [{ name, version }, other];
    const pairs = [
      { consumer: ours, provider: theirs },
      { consumer: theirs, provider: ours },
    ].filter((pair) => matrix.some((one) => isOf(one, pair)));
    return pairs.map((pair) => outcomeOf(matrix, pair));
  });
  if (outcomes.length === 0)
    return {
      may: 'unknown',
      reasons: [`no contract of ${name} with what it is deployed beside was ever verified`],
    };
  const bad = outcomes.filter(({ may }) => may !== 'yes');
  const may = bad.some((one) => one.may === 'no') ? 'no' : bad.length > 0 ? 'unknown' : 'yes';
  return { may, reasons: bad.map(({ reason }) => reason) };
}

interface Pair {
  readonly consumer: { readonly name: string; readonly version: string };
  readonly provider: { readonly name: string; readonly version: string };
}

const isOf = (one: PactVerification, { consumer, provider }: Pair): boolean =>
  one.consumer === consumer.name && one.provider === provider.name;

function outcomeOf(matrix: readonly PactVerification[], pair: Pair): { may: Answer['may']; reason: string } {
  const { consumer, provider } = pair;
  const last = matrix.findLast(
    (one) =>
      isOf(one, pair) && one.consumerVersion === consumer.version && one.providerVersion === provider.version,
  );
  const names = `${provider.name} ${provider.version} and the contract of ${consumer.name} ${consumer.version}`;
  if (last === undefined) return { may: 'unknown', reason: `never verified: ${names}` };
  return last.outcome === 'kept' ? { may: 'yes', reason: '' } : { may: 'no', reason: `broken: ${names}` };
}
