import { roundTrips } from '../../canary/measure.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Canary, Subject } from '../../../kernel/experiment.ts';
import type { Prepared } from './prepare.ts';

/** Round trips of canaries, side by side. */
export type RoundTrips = readonly Canary['roundTripMs'][];

/** Why these round trips do not all show the fault; undefined when every one does. */
export function lackOfEffect(
  { fault, options, baselineMs }: Pick<Prepared, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): string | undefined {
  if (measured.length === 0) return 'no canary was sent';
  return measured
    .map((roundTripMs) => fault.expected(options, { baselineMs, roundTripMs }))
    .find((reason) => reason !== undefined);
}

/** Whether the subject works as if there were no fault: one canary is enough, for noise only ever adds. */
export function isHealed(
  { fault, options, baselineMs }: Pick<Prepared, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): boolean {
  return measured.some(
    (roundTripMs) =>
      roundTripMs !== 'no answer' && fault.expected(options, { baselineMs, roundTripMs }) !== undefined,
  );
}

const PROBES = 3;

/** Sends canaries to what is disturbed. Throws a SuiteError when one does not see the fault: then it proves nothing. */
export async function observeEffect(
  prepared: Prepared,
  when: string,
  signal: AbortSignal,
): Promise<RoundTrips> {
  const measured = await roundTrips(prepared.probe, PROBES, signal);
  signal.throwIfAborted();
  const lack = lackOfEffect(prepared, measured);
  if (lack === undefined) return measured;
  const { fault, subject } = prepared;
  throw new SuiteError({
    what: `fault without effect: ${fault.name} on ${subject.name}, ${when}: ${lack}.`,
    fix: whereToLook(subject),
  });
}

function whereToLook({ kind, name, on }: Subject): string {
  switch (kind) {
    case 'link':
      return `see whether something else changed the proxy ${on.proxy}, and that the link's traffic goes through ${on.listen}`;
    case 'process':
      return `see whether something else changed ${'pid' in on ? `process ${on.pid}` : name}, and that it is what answers on ${on.listen}`;
    case 'network':
      return `see whether something else changed ${on.device}, and that ${on.listen} is reached through it`;
  }
}
