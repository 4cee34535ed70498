import { areaOf, requirementOf } from '../../kernel/reference.ts';
import {
  PRIORITIES,
  withoutAspects,
  type Aspect,
  type Priority,
  type Requirement,
} from '../../kernel/requirement.ts';
import {
  aspectStates,
  bareFailures,
  rolledUp,
  type AspectState,
  type RequirementCheck,
  type RequirementState,
  type StatesInput,
} from '../../kernel/requirement-states.ts';
import type { ReportInput } from './input.ts';

export interface AspectRow extends AspectState {
  readonly reference: string;
  readonly says: string;
  readonly by: Aspect['by'];
  /** The gate's policy demands that it is proven. */
  readonly demanded: boolean;
}

export interface RequirementRow {
  readonly id: string;
  readonly sentence: string;
  readonly priority: Priority;
  readonly state: RequirementState;
  /** The gate's policy demands some of it. */
  readonly demanded: boolean;
  /** At least one; a requirement without clauses is its own. */
  readonly aspects: readonly AspectRow[];
  /** What failed and names it as a whole. */
  readonly bare: readonly RequirementCheck[];
}

export interface AreaRow {
  readonly code: string;
  readonly title: string;
  /** The most important first. */
  readonly rows: readonly RequirementRow[];
}

/** Every requirement of the catalogue by area, and those that only checks know; no area without any. */
export function requirementAreas(input: ReportInput): readonly AreaRow[] {
  const { areas, requirements } = catalogueOf(input);
  const known = new Set(
    requirements.flatMap(({ id, aspects }) => [id, ...aspects.map((one) => one.reference)]),
  );
  const strange = strangeTo(known, input);
  const states: StatesInput = {
    planned: input.run.planned,
    evidences: input.evidences,
    decisions: input.decisions,
    aspects: [...requirements, ...strange].flatMap(({ aspects }) => aspects),
    notApplicable: input.run.notApplicable,
    ofRun: input.ofRun,
  };
  const found = aspectStates(states);
  const rowsOf = (ones: readonly Requirement[]) =>
    ones.map((one) => rowOf(one, found, bareFailures(states, one.id), input)).sort(byPriority);
  const rows = areas
    .map(({ code, title }) => ({
      code,
      title,
      rows: rowsOf(requirements.filter(({ area }) => area === code)),
    }))
    .filter((area) => area.rows.length > 0);
  return strange.length === 0
    ? rows
    : [...rows, { code: '?', title: 'Not in the catalogue', rows: rowsOf(strange) }];
}

/** As the run was judged: what it demanded is said as it was then, and a run of before there were aspects has none. */
function catalogueOf({ run, catalogue }: ReportInput): ReportInput['catalogue'] {
  const { demanded } = run;
  if (demanded === undefined) return withoutAspects(catalogue);
  const then = new Map(demanded.map((aspect) => [aspect.reference, aspect]));
  const requirements = catalogue.requirements.map((one) => ({
    ...one,
    aspects: one.aspects.map((aspect) => then.get(aspect.reference) ?? aspect),
  }));
  return { ...catalogue, requirements };
}

/** What is carried or demanded, and today's catalogue does not have; a tag of another area is a stranger's and means nothing. */
function strangeTo(
  known: ReadonlySet<string>,
  { run, evidences, catalogue }: ReportInput,
): readonly Requirement[] {
  const areas = new Set(catalogue.areas.map(({ code }) => code));
  const carried = evidences.flatMap(({ checks }) => checks.flatMap(({ proves }) => proves));
  const promised = run.planned.flatMap(({ suite }) => suite.proves);
  const demanded = run.demanded ?? [];
  const references = [...carried, ...promised, ...demanded.map((one) => one.reference)];
  const strange = new Set(references.filter((one) => !known.has(one) && areas.has(areaOf(one))));
  return [...strange].sort().map((reference) => ({
    id: reference,
    area: '?',
    sentence: 'Carried by checks, but not in the catalogue',
    priority: 'medium',
    aspects: [demanded.find((one) => one.reference === reference) ?? { reference, says: '', by: 'suite' }],
  }));
}

function rowOf(
  { id, sentence, priority, aspects }: Requirement,
  found: ReadonlyMap<string, AspectState>,
  bare: readonly RequirementCheck[],
  input: ReportInput,
): RequirementRow {
  const rows = aspects.map(({ reference, says, by }): AspectRow => {
    const state = found.get(reference) ?? { state: 'unproven', checks: [] };
    return { reference, says, by, demanded: isDemanded(reference, input), ...state };
  });
  // Where it is its own aspect, its checks stand there.
  const whole = aspects.some(({ reference }) => reference === id) ? [] : bare;
  const state = rolledUp(
    rows.map((row) => row.state),
    whole,
  );
  return {
    id,
    sentence,
    priority,
    state,
    demanded: rows.some((row) => row.demanded),
    aspects: rows,
    bare: whole,
  };
}

function isDemanded(reference: string, { run, policy }: ReportInput): boolean {
  if (run.demanded !== undefined) return run.demanded.some((one) => one.reference === reference);
  return policy.mustProve.includes(reference) || policy.mustProve.includes(requirementOf(reference));
}

function byPriority(a: RequirementRow, b: RequirementRow): number {
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
}
