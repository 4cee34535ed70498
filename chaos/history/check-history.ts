import { z } from 'zod';
import type { Checker, Found, Scope } from './checker.ts';
import { isolated } from './isolated.ts';
import { kept } from './kept.ts';
import { once } from './once.ts';
import { NOT_SENT, type History } from './operation.ts';
import { register } from './register.ts';
import { settled } from './settled.ts';
import { type FaultTime, sayOperation } from './say-operation.ts';
import { told } from './told.ts';
import { unbroken } from './unbroken.ts';

const CHECKERS = { isolated, kept, once, register, settled, told, unbroken } satisfies Readonly<
  Record<string, Checker>
>;

/** A promise that a history is held to. */
export const historyCheckSchema = z.strictObject({
  check: z
    .enum(Object.keys(CHECKERS) as [keyof typeof CHECKERS])
    .describe(
      '`kept`: what was acknowledged is there at the end, unchanged. `once`: one key, one effect. `settled`: every job is done or dead. `told`: every job that is done has its effect. `register`: each key reads as last written (linearizable). `unbroken`: a stream without gap, repetition or change of order. `isolated`: nobody saw what is another tenant’s.',
    ),
  of: z.string().min(1).describe('Of which collection, family of values, or stream, as the client calls it.'),
  per: z
    .string()
    .min(1)
    .optional()
    .describe('What causes it, where nobody asks for it by itself: the jobs of an effect or of a stream.'),
  atLeast: z
    .int()
    .positive()
    .default(10)
    .describe('From fewer acknowledged operations, things or events nothing is concluded: `unknown`.'),
  answeredUnderFault: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'So many must have been acknowledged, or heard, while each fault was on; fewer are `unknown`. Of `isolated`, where anybody asked for what is another tenant’s: so many of those answered.',
    ),
  proves: z.array(z.string()).default([]).describe('Aspects of requirements that it proves.'),
});
export type HistoryCheck = z.infer<typeof historyCheckSchema>;

/** What became of a promise. */
export interface Checked {
  readonly check: HistoryCheck;
  /** The promise, as a sentence. */
  readonly says: string;
  readonly verdict: Found['verdict'];
  readonly detail: string;
}

/** Checks a history, and each check: one that a spoiled history does not turn red is `unknown`, whatever it said of the real one. Pure. */
export function checkHistory(
  history: History,
  checks: readonly HistoryCheck[],
  faults: readonly FaultTime[],
): readonly Checked[] {
  return checks.map((check) => {
    const checker = CHECKERS[check.check];
    const says = checker.says(check);
    const found = checker.find(history, check);
    if (found.verdict === 'broken') {
      const operations = found.shownBy.map((one) => sayOperation(one, faults));
      return { check, says, verdict: 'broken', detail: [`${found.what}:`, ...operations].join('\n  ') };
    }
    const why =
      whyUnknown(found, check, history, faults) ??
      whyEarly(checker.looks(history, check), check, faults) ??
      whyBlind(checker, history, check);
    if (why !== undefined) return { check, says, verdict: 'unknown', detail: why };
    const spoilt = checker.spoilers.map(({ name }) => name).join(', ');
    return { check, says, verdict: 'held', detail: `${samplesOf(found)} seen; found when spoilt: ${spoilt}` };
  });
}

function samplesOf(found: Found): number {
  return found.verdict === 'held' ? found.samples : 0;
}

function whyUnknown(
  found: Found,
  { check, of, per = of, atLeast, answeredUnderFault }: HistoryCheck,
  history: History,
  faults: readonly FaultTime[],
): string | undefined {
  if (found.verdict === 'unknown') return found.why;
  if (samplesOf(found) < atLeast)
    return `only ${samplesOf(found)} seen of ${of}; at least ${atLeast} are needed`;
  // What a tenant made itself and is shown says less than what it is refused.
  const all = history.filter((one) => one.of === of);
  const peeks = check === 'isolated' ? all.filter(({ does }) => does === 'peek') : [];
  const answers = peeks.length > 0 ? peeks.filter(isAnswered) : all.filter(isAcknowledged);
  const idle = faults.find((fault) => !history.some((one) => one.of === per && isUnder(one, fault)));
  for (const fault of faults) {
    const answered = answers.filter((one) => isUnder(one, fault)).length;
    if (answered < answeredUnderFault)
      return `only ${answered} of ${of} answered while there was ${fault.name}; at least ${answeredUnderFault} are needed`;
  }
  return idle && `nobody asked for ${per} while there was ${idle.name}`;
}

/** Why what was seen last says nothing of a fault: it was on then, or had yet to come. */
function whyEarly(looks: History, { of }: HistoryCheck, faults: readonly FaultTime[]): string | undefined {
  for (const { tenant, askedMs } of looks) {
    const fault = faults.find(({ untilMs }) => askedMs < untilMs);
    if (fault !== undefined) return `nobody of ${tenant} looked at ${of} after ${fault.name} was over`;
  }
  return undefined;
}

/** Whether it was asked for, or its answer waited for, while the fault was on. Looks at the end are not. */
function isUnder({ does, askedMs, endedMs }: History[number], { fromMs, untilMs }: FaultTime): boolean {
  return does !== 'list' && askedMs < untilMs && (endedMs ?? Infinity) > fromMs;
}

function isAcknowledged({ outcome }: History[number]): boolean {
  return outcome === 'acknowledged';
}

/** Whatever the answer was. */
function isAnswered({ outcome, why = '' }: History[number]): boolean {
  return outcome === 'acknowledged' || (outcome === 'failed' && why !== NOT_SENT);
}

/** Why the green of a checker is worth nothing; undefined where each spoiled history turns it red. */
function whyBlind(checker: Checker, history: History, scope: Scope): string | undefined {
  for (const spoiler of checker.spoilers) {
    const { name } = spoiler;
    const spoilt = spoiler.spoil(history, scope);
    if (spoilt === undefined)
      return `${name}: there was nothing to spoil, so it is not known whether it would be found`;
    if (checker.find(spoilt, scope).verdict !== 'broken')
      return `${name}: it was not found, so that nothing was found says nothing`;
  }
  return undefined;
}
