import type { Evidence } from './evidence.ts';
import { lastAttempts } from './attempts.ts';
import { assertingNothing, type Decision, type Planned } from './judge.ts';
import { IMPORT, isImported } from './imported.ts';
import { isShrunk } from './load-evidence.ts';
import { requirementOf } from './reference.ts';
import { whyNotApplicable, type Aspect } from './requirement.ts';
import { kindOf } from './suite.ts';
import { provesOf, sayThreshold } from './threshold.ts';
import type { Verdict } from './verdict.ts';

/** A check or a limit that carries an aspect, and what it is worth. */
export interface RequirementCheck {
  readonly suite: string;
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'waived' | 'skipped' | 'unknown';
  /** Why it proves nothing of this aspect; absent of one that counts. */
  readonly doubt?: string;
}

export const ASPECT_STATES = ['failed', 'waived', 'not-applicable', 'proven', 'unproven'] as const;

export interface AspectState {
  readonly state: (typeof ASPECT_STATES)[number];
  readonly checks: readonly RequirementCheck[];
  /** Why it is unproven or does not apply, and of one that the run's own evidence shows, what it shows. */
  readonly why?: string;
}

/** What the run's own evidence says of an aspect. */
export interface OwnProof {
  readonly holds: boolean;
  readonly said: string;
}

export interface StatesInput {
  readonly planned: readonly Planned[];
  readonly evidences: readonly Evidence[];
  /** By suite name. */
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly aspects: readonly Aspect[];
  /** By requirement or aspect: why it does not apply in this environment. */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  /** By aspect. */
  readonly ofRun?: ReadonlyMap<string, OwnProof> | undefined;
}

/**
 * What the evidence says of each aspect. A text proves nothing: it is proven when a check passed that carries its own reference, or
 * a limit held, in a suite whose verdict is known and whose kind may prove it, and none failed. Any check may fail it. A limit
 * under a shrunk load proves nothing, and of an aspect that asks for the whole load no check does either.
 */
export function aspectStates(input: StatesInput): ReadonlyMap<string, AspectState> {
  const carriers = carriersOf(input);
  return new Map(input.aspects.map((aspect) => [aspect.reference, stateOf(aspect, carriers, input)]));
}

/** Failures that name a whole requirement and none of its aspects. */
export function bareFailures(input: StatesInput, id: string): readonly RequirementCheck[] {
  return carriersOf(input)
    .filter(({ proves, outcome }) => proves.includes(id) && (outcome === 'failed' || outcome === 'waived'))
    .map(({ suite, id: check, outcome }) => ({ suite, id: check, outcome }));
}

export type RequirementState = AspectState['state'] | 'partly';

/** What the states of its aspects, and of checks that name it as a whole, make of a requirement. */
export function rolledUp(
  states: readonly AspectState['state'][],
  bare: readonly RequirementCheck[] = [],
): RequirementState {
  const some = (state: AspectState['state']) => states.includes(state);
  if (some('failed') || bare.some(({ outcome }) => outcome === 'failed')) return 'failed';
  if (some('waived') || bare.some(({ outcome }) => outcome === 'waived')) return 'waived';
  const isOpen = some('unproven') || states.length === 0;
  if (isOpen) return some('proven') ? 'partly' : 'unproven';
  return some('proven') ? 'proven' : 'not-applicable';
}

function stateOf(aspect: Aspect, carriers: readonly Carrier[], input: StatesInput): AspectState {
  const { reference, by } = aspect;
  const own = by === 'run' ? input.ofRun?.get(reference) : undefined;
  const checks = carriers.flatMap((carrier) => worthOf(carrier, aspect));
  const some = (outcome: RequirementCheck['outcome']) =>
    checks.some((check) => check.outcome === outcome && check.doubt === undefined);
  const why = own?.said ?? whyUnproven(aspect, checks);
  if (some('failed') || own?.holds === false)
    return { state: 'failed', checks, ...(own && { why: own.said }) };
  if (some('waived')) return { state: 'waived', checks };
  const absent = whyNotApplicable(reference, input.notApplicable);
  if (absent !== undefined) return { state: 'not-applicable', checks, why: absent };
  if (own?.holds === true) return { state: 'proven', checks, why: own.said };
  return some('passed') ? { state: 'proven', checks } : { state: 'unproven', checks, why };
}

/** What a carrier is worth to an aspect; nothing where it speaks of another. */
function worthOf(carrier: Carrier, aspect: Aspect): readonly RequirementCheck[] {
  const { suite, id, outcome, proves } = carrier;
  const bare = !proves.includes(aspect.reference);
  if (bare && !proves.includes(requirementOf(aspect.reference))) return [];
  const doubt = bare ? `names ${requirementOf(aspect.reference)} as a whole` : doubtOf(carrier, aspect);
  return [{ suite, id, outcome, ...(doubt !== undefined && { doubt }) }];
}

function doubtOf(carrier: Carrier, { by, kinds, whole }: Aspect): string | undefined {
  const { suite, outcome, why, isLimit, shrunk, imported } = carrier;
  if (outcome === 'failed' || outcome === 'waived') return undefined;
  if (why !== undefined) return why;
  if (by === 'run') return 'only the run itself proves it';
  if (by === 'import') return imported ? undefined : 'only imported evidence proves it';
  if (kinds?.includes(kindOf(suite)) === false) return `only ${kinds.join(' and ')} suites prove it`;
  return shrunk && (isLimit || whole === true) ? 'ran under a shrunk load' : undefined;
}

function whyUnproven({ by }: Aspect, checks: readonly RequirementCheck[]): string {
  const isImported = checks.some(({ suite }) => kindOf(suite) === IMPORT);
  if (by === 'import' && !isImported) return 'waits for imported evidence';
  if (by === 'run') return 'the evidence of this run does not tell';
  if (checks.length === 0) return 'nothing in this run carries it';
  const said = new Set(checks.map(({ suite, doubt = 'proves nothing' }) => `${suite} (${doubt})`));
  return `carried by ${[...said].join(', ')}`;
}

interface Carrier extends Omit<RequirementCheck, 'doubt'> {
  readonly proves: readonly string[];
  readonly isLimit: boolean;
  readonly shrunk: boolean;
  readonly imported: boolean;
  /** Why it proves nothing at all. */
  readonly why?: string;
}

/** Every check of the run, and every limit of its suites, those that never ran included. */
function carriersOf({ planned, evidences, decisions }: StatesInput): readonly Carrier[] {
  return planned.flatMap((one) => {
    const { name } = one.suite;
    const evidence = evidences.find(({ suite }) => suite.name === name);
    return carriersOfSuite(one, evidence, decisions.get(name));
  });
}

function carriersOfSuite(
  { suite }: Planned,
  evidence: Evidence | undefined,
  decision: Decision | undefined,
): readonly Carrier[] {
  const verdict = decision?.verdict ?? 'unknown';
  const unknown = evidence === undefined ? 'never ran' : verdict === 'unknown' ? 'is unknown' : undefined;
  const base = {
    suite: suite.name,
    shrunk: evidence !== undefined && isShrunk(evidence),
    imported: evidence !== undefined && isImported(evidence),
  };
  const waived = new Set(
    decision?.reasons.filter(({ verdict }) => verdict === 'waived').map(({ check }) => check),
  );
  const quarantined = new Set(decision?.quarantined);
  const bare = new Set(evidence === undefined ? [] : assertingNothing(evidence));
  const checks = lastAttempts(evidence?.checks ?? []).map(({ id, outcome, proves }): Carrier => {
    const isHeld = quarantined.has(id) && (outcome !== 'failed' || waived.has(id));
    const why =
      outcome === 'skipped'
        ? 'skipped it'
        : (unknown ?? (isHeld ? 'is in quarantine' : bare.has(id) ? 'asserted nothing' : undefined));
    const told = outcome !== 'failed' || !waived.has(id) ? outcome : isHeld ? 'unknown' : 'waived';
    return { ...base, id, outcome: told, proves, isLimit: false, ...(why !== undefined && { why }) };
  });
  return [...checks, ...limitsOf(suite, decision, { ...base, unknown })];
}

function limitsOf(
  suite: Planned['suite'],
  decision: Decision | undefined,
  {
    unknown,
    ...base
  }: Pick<Carrier, 'suite' | 'shrunk' | 'imported'> & { readonly unknown: string | undefined },
): readonly Carrier[] {
  return suite.thresholds.map((threshold, index): Carrier => {
    const verdict = decision?.limits?.[index]?.verdict ?? 'unknown';
    const why = unknown ?? (verdict === 'unknown' ? 'could not tell' : undefined);
    const proves = provesOf(threshold, suite);
    const id = sayThreshold(threshold);
    return {
      ...base,
      id,
      outcome: OUTCOMES[verdict],
      proves,
      isLimit: true,
      ...(why !== undefined && { why }),
    };
  });
}

const OUTCOMES: Readonly<Record<Verdict, RequirementCheck['outcome']>> = {
  pass: 'passed',
  fail: 'failed',
  waived: 'waived',
  unknown: 'unknown',
};
