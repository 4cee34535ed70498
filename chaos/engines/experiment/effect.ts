import { roundTrips } from '../../canary/measure.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Canary } from '../../../kernel/experiment.ts';
import type { Subject } from './subject.ts';

/** Round trips of canaries, side by side. */
export type RoundTrips = readonly Canary['roundTripMs'][];

/** Why these round trips do not all show the fault; undefined when every one does. */
export function lackOfEffect(
  { fault, options, baselineMs }: Pick<Subject, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): string | undefined {
  if (measured.length === 0) return 'no canary was sent';
  return measured
    .map((roundTripMs) => fault.expected(options, { baselineMs, roundTripMs }))
    .find((reason) => reason !== undefined);
}

/** Whether the link works as if there were no fault: one canary is enough, for noise only ever adds. */
export function isHealed(
  { fault, options, baselineMs }: Pick<Subject, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): boolean {
  return measured.some(
    (roundTripMs) =>
      roundTripMs !== 'no answer' && fault.expected(options, { baselineMs, roundTripMs }) !== undefined,
  );
}

const PROBES = 3;

/** Sends canaries through the disturbed link. Throws a SuiteError when one does not see the fault: then it proves nothing. */
export async function observeEffect(
  subject: Subject,
  when: string,
  signal: AbortSignal,
): Promise<RoundTrips> {
  const measured = await roundTrips(subject.probe, PROBES, signal);
  signal.throwIfAborted();
  const lack = lackOfEffect(subject, measured);
  if (lack === undefined) return measured;
  throw new SuiteError(
    `fault without effect: ${subject.fault.name} on ${subject.link}, ${when}: ${lack}. Fix: see whether something else changed the proxy ${subject.on.proxy}, and that the link's traffic goes through ${subject.on.listen}`,
  );
}
