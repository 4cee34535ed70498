import { lastAttempts } from '../../../kernel/attempts.ts';
import { isExpired, type Waiver } from '../../../kernel/waiver.ts';
import type { GatedRuns } from '../gate-runs.ts';
import type { Mutant } from './mutants.ts';

/** What a survivor is explained from. */
export interface Explained {
  /** As they pass. */
  readonly base: GatedRuns;
  readonly waivers: readonly Waiver[];
}

/**
 * Why evidence that is worse passes all the same and may: undefined where nothing says so, and the gate has a hole. Each explanation
 * is read off the plan, the policy or a waiver, never off what the gate decided of the mutant.
 */
export function whyHarmless(mutant: Mutant, { base, waivers }: Explained): string | undefined {
  return (
    whyAlone(mutant, base) ??
    whyWaived(mutant, waivers, base.now) ??
    whySpare(mutant, base) ??
    whyFree(mutant, base)
  );
}

/** What a run says of itself is compared with what others say, and with what was asked for. */
function whyAlone({ operator, what }: Mutant, { identities }: GatedRuns): string | undefined {
  // What was imported has no version or milestone to differ from.
  const made = identities.filter(({ imported }) => imported === undefined);
  const isCompared = operator === 'other version' || operator === 'other environment';
  if (made.length === 1 && isCompared && !/nobody knows|uncommitted|by name|planted/.test(what))
    return 'a run alone has none to differ from: judge it with another of what is to be released';
  const told = made.every(({ target }) => target?.commit !== undefined);
  if (told && operator === 'other version' && /checkout|uncommitted/.test(what))
    return 'each run tells the commit of its target, which is what is released: the suites may be of another';
  return undefined;
}

function whyWaived({ suite, of }: Mutant, waivers: readonly Waiver[], now: Date): string | undefined {
  if (of === undefined || !('check' in of)) return undefined;
  const waiver = waivers.find((one) => one.of === of.check && one.suite === suite && !isExpired(one, now));
  return waiver && `a waiver lets it fail until ${waiver.expires}: ${waiver.reason}`;
}

/** A suite may run more checks than it declares: one of them may be absent, if nothing that is demanded hangs on it. */
function whySpare({ run, suite, of, operator }: Mutant, { judged, heldTo }: GatedRuns): string | undefined {
  if (operator === 'flipped' || of === undefined || !('check' in of)) return undefined;
  const evidence = judged
    .find(({ record }) => record.facts.id === run)
    ?.told.evidences.find((one) => one.suite.name === suite);
  if (evidence === undefined) return undefined;
  const ran = lastAttempts(evidence.checks).filter(({ outcome }) => outcome !== 'skipped');
  const declared = evidence.suite.expects.checks;
  if (ran.length <= declared) return undefined;
  const carried = ran.find(({ id }) => id === of.check)?.proves ?? [];
  const demanded = new Set(heldTo.demanded.map(({ reference }) => reference));
  const lost = carried.filter(
    (reference) => demanded.has(reference) && !isShownElsewhere(reference, of.check, judged),
  );
  if (lost.length > 0) return undefined;
  return `${ran.length} checks ran, and expects.checks asks for ${declared}: nobody demands the others`;
}

function isShownElsewhere(reference: string, id: string, judged: GatedRuns['judged']): boolean {
  return judged.some(({ told }) =>
    told.evidences.some(({ checks }) =>
      checks.some((one) => one.id !== id && one.outcome === 'passed' && one.proves.includes(reference)),
    ),
  );
}

/** What no policy names may be absent as a whole. */
function whyFree({ run, suite, what, operator }: Mutant, { judged, heldTo }: GatedRuns): string | undefined {
  const { required, mustProve } = heldTo.policy;
  const isPlanned = (name: string, except?: string) =>
    judged.some(
      ({ record }) => record.facts.id !== except && record.planned.some((one) => one.suite.name === name),
    );
  if (operator !== 'removed') return undefined;
  if (what === 'it, from the plan too' && suite !== undefined) {
    if (isPlanned(suite, run)) return 'another run tells of the same suite';
    return required.includes(suite)
      ? undefined
      : `no policy requires ${suite}, and what it shows is not demanded`;
  }
  if (what !== 'the run') return undefined;
  const own = judged.find(({ record }) => record.facts.id === run)?.record.planned ?? [];
  const needed = own.filter((one) => required.includes(one.suite.name) && !isPlanned(one.suite.name, run));
  if (needed.length > 0) return undefined;
  return mustProve.length === 0
    ? 'the policy demands nothing that it shows'
    : 'other runs show all that is demanded of it';
}
