import { roundTrips } from '../../canary/measure.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Canary, FeltBy, Subject } from '../../../kernel/experiment.ts';
import type { Prepared } from './prepare.ts';

/** Round trips of canaries, side by side. */
export type RoundTrips = readonly Canary['roundTripMs'][];

type Told = Pick<Prepared, 'fault' | 'options' | 'baselineMs'>;

const EACH: FeltBy = { canaries: 3, least: 3, most: 3 };

/** How many canaries tell whether the fault is on, and how many of them feel it. */
export function feltBy({ fault, options }: Omit<Told, 'baselineMs'>): FeltBy {
  return fault.feltBy?.(options) ?? EACH;
}

/** Of each canary that did not feel the fault, why not. */
function lacksOf({ fault, options, baselineMs }: Told, measured: RoundTrips): readonly string[] {
  return measured.flatMap((roundTripMs) => fault.expected(options, { baselineMs, roundTripMs }) ?? []);
}

/** Why these round trips do not show the fault; undefined when they do. */
export function lackOfEffect(told: Told, measured: RoundTrips): string | undefined {
  if (measured.length === 0) return 'no canary was sent';
  const lacks = lacksOf(told, measured);
  if (told.fault.feltBy === undefined) return lacks[0];
  const { least, most } = feltBy(told);
  const felt = measured.length - lacks.length;
  if (felt < least)
    return `${felt} of ${measured.length} canaries felt it, at least ${least} were to: ${lacks[0]}`;
  return felt <= most ? undefined : `all of ${measured.length} canaries felt it; some were to be spared`;
}

/** Whether the subject works as if there were no fault: one canary is enough, for noise only ever adds; where only some feel it, all. */
export function isHealed(told: Told, measured: RoundTrips): boolean {
  const answered = measured.filter((one) => one !== 'no answer');
  const unmoved = lacksOf(told, answered).length;
  if (told.fault.feltBy === undefined) return unmoved > 0;
  const isAll = measured.length > 0 && answered.length === measured.length;
  return isAll && measured.length - unmoved < feltBy(told).least;
}

/** Sends canaries to what is disturbed. Throws a SuiteError when they do not see the fault: then it proves nothing. */
export async function observeEffect(
  prepared: Prepared,
  when: string,
  signal: AbortSignal,
): Promise<RoundTrips> {
  const measured = await roundTrips(prepared.probe, feltBy(prepared).canaries, signal);
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
