import { lastAttempts } from '../../../kernel/attempts.ts';
import type { Check } from '../../../kernel/evidence.ts';
import { judge } from '../../../kernel/judge.ts';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import type { MutantSight } from '../../../reports/detection/mutants/trial.ts';
import { disturbanceIn } from '../disturbance.ts';
import type { RanSuite } from './suites-on-target.ts';

/** What suites made of a mutant. `doubtful`: what went wrong in a way that a busy machine would explain as well. */
export interface Judged {
  readonly killed: { readonly sight: MutantSight; readonly grossly: boolean } | undefined;
  /** A check that waited for what it expects: on a busy machine it would have come later. */
  readonly waited: MutantSight | undefined;
  readonly doubtful: readonly MutantSight[];
  readonly passed: string[];
}

/** An answer of the server's own failure, which any request shows. */
const GROSS =
  /\b(?:expected|answered|got|was|received:?|status(?:Code)?"?:?)\s+['"]?50[0-4]\b|Internal Server Error/i;

/** What an assertion says that looked again and again until its time was up. */
const WAITED = /\bwithin \d+(?:\.\d+)? ?m?s\b|\bTimeout:? +\d+ ?ms\b|timed out/i;

function hasWaited({ detail }: Check): boolean {
  return WAITED.test(detail ?? '');
}

/** Whether a check saw something; one that only waited in vain did not. */
export function saw(check: Check): boolean {
  return check.outcome === 'failed' && disturbanceIn(check.detail) === undefined;
}

/** From evidence alone. A specific sight goes before a gross one. */
export function judgeSuites(ran: readonly RanSuite[], planned: readonly PlannedSuite[]): Judged {
  const failures = ran.flatMap(({ name, evidence }) =>
    lastAttempts(evidence?.checks ?? [])
      .filter(({ outcome }) => outcome === 'failed')
      .map((check) => ({ check, sight: sightOf(name, check) })),
  );
  const seen = failures.filter(({ check }) => saw(check));
  const compared = seen.filter(({ check }) => !hasWaited(check));
  const specific = compared.find(({ check }) => !isGross(check));
  const first = specific ?? compared[0];
  const whole = ran.filter(({ stopped }) => !stopped).map((one) => ({ ...one, ...verdictOf(one, planned) }));
  const broken = whole
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ name, reason }) => reason ?? nothing(name));
  return {
    killed: first && { sight: first.sight, grossly: specific === undefined },
    waited: first === undefined ? seen[0]?.sight : undefined,
    doubtful: first === undefined && seen.length === 0 ? broken : [],
    passed: whole.filter(({ verdict }) => verdict === 'pass').map(({ name }) => name),
  };
}

/** Everything that went wrong, where nothing was changed. */
export function problemsOf({ killed, waited, doubtful }: Judged): readonly string[] {
  return [killed?.sight, waited, ...doubtful].filter((one) => one !== undefined).map(({ what }) => what);
}

function isGross({ detail, assertions, proves }: Check): boolean {
  return GROSS.test(detail ?? '') || (assertions === 0 && proves.length === 0);
}

function sightOf(suite: string, { id, detail, proves }: Check): MutantSight {
  return { suite, what: id, ...(detail !== undefined && { observed: detail.slice(0, 600) }), proves };
}

function nothing(suite: string): MutantSight {
  return { suite, what: 'the suite gave no answer', proves: [] };
}

function verdictOf({ name, evidence }: RanSuite, planned: readonly PlannedSuite[]) {
  const suite = planned.find((one) => one.suite.name === name);
  if (suite === undefined) throw new Error(`${name} ran, and was not planned`);
  const { verdict, reasons } = judge(suite, evidence, [], new Date());
  const [worst] = reasons;
  const reason = worst && {
    suite: name,
    what: worst.what.slice(0, 300),
    ...(worst.observed !== undefined && { observed: worst.observed.slice(0, 600) }),
    proves: worst.check === undefined ? [] : [...worst.proves],
  };
  return { verdict, reason };
}
