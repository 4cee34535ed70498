import { roundTrips } from '../../canary/measure.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Canary, Subject } from '../../../kernel/experiment.ts';
import type { Prepared } from './prepare.ts';

/** Round trips of canaries, side by side. */
export type RoundTrips = readonly Canary['roundTripMs'][];

/** Why these round trips do not show the fault; undefined when they do. */
export function lackOfEffect(
  { fault, options, baselineMs }: Pick<Prepared, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): string | undefined {
  if (measured.length === 0) return 'no canary was sent';
  const lacks = measured.flatMap((roundTripMs) => fault.expected(options, { baselineMs, roundTripMs }) ?? []);
  if (fault.share === undefined) return lacks[0];
  if (lacks.length === measured.length) return `none of ${measured.length} canaries felt it: ${lacks[0]}`;
  return lacks.length > 0 ? undefined : `all of ${measured.length} canaries felt it; some were to be spared`;
}

/** Whether the subject works as if there were no fault: one canary is enough, for noise only ever adds; all of them where it hits only some. */
export function isHealed(
  { fault, options, baselineMs }: Pick<Prepared, 'fault' | 'options' | 'baselineMs'>,
  measured: RoundTrips,
): boolean {
  const works = (roundTripMs: Canary['roundTripMs']) =>
    roundTripMs !== 'no answer' && fault.expected(options, { baselineMs, roundTripMs }) !== undefined;
  return fault.share === undefined ? measured.some(works) : measured.length > 0 && measured.every(works);
}

const PROBES = 3;
/** So unlikely is it that dice hit all canaries, or none. */
const ODDS = 1e-6;

/** How many canaries tell whether the fault is on. */
export function canariesFor({ fault, options }: Pick<Prepared, 'fault' | 'options'>): number {
  const share = fault.share?.(options);
  if (share === undefined) return PROBES;
  return Math.ceil(Math.log(ODDS / 2) / Math.log(Math.max(share, 1 - share)));
}

/** Sends canaries to what is disturbed. Throws a SuiteError when they do not see the fault: then it proves nothing. */
export async function observeEffect(
  prepared: Prepared,
  when: string,
  signal: AbortSignal,
): Promise<RoundTrips> {
  const measured = await roundTrips(prepared.probe, canariesFor(prepared), signal);
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
