import { isShrunk } from '../../kernel/load-evidence.ts';
import { requirementStates, type RequirementCheck, type RequirementState } from '../../kernel/requirement.ts';
import type { ReportInput } from './input.ts';
import type { SuiteRow } from './suite-row.ts';

export interface RequirementRow {
  readonly id: string;
  readonly sentence: string;
  readonly state: 'proven' | 'failed' | 'unproven';
  /** The gate's policy demands that it is proven. */
  readonly demanded: boolean;
  readonly checks: readonly RequirementCheck[];
  /** Why it is unproven although a suite carries it; absent when nothing in the run carries it. */
  readonly why?: string;
}

export interface AreaRow {
  readonly code: string;
  readonly title: string;
  readonly rows: readonly RequirementRow[];
  readonly proven: number;
  readonly failed: number;
  readonly unproven: number;
}

/** Every requirement of the catalogue by area, and those that only checks know. */
export function requirementAreas(input: ReportInput, suites: readonly SuiteRow[]): readonly AreaRow[] {
  const states = requirementStates(input.run.planned, input.evidences, input.decisions);
  const carriers = carriersOf(suites);
  const rowOf = (id: string, sentence: string): RequirementRow => {
    const state = states.get(id);
    const why = state ? undefined : whyUnproven(carriers.get(id));
    const demanded = input.policy.mustProve.includes(id);
    return { id, sentence, demanded, ...stateOf(state), ...(why !== undefined && { why }) };
  };
  const { areas, requirements } = input.catalogue;
  const known = areas.map(({ code, title }) =>
    areaOf(
      code,
      title,
      requirements.filter((one) => one.area === code).map((one) => rowOf(one.id, one.sentence)),
    ),
  );
  const ids = new Set(requirements.map((one) => one.id));
  const others = [...states.keys()].filter((id) => !ids.has(id)).sort();
  const strange = others.map((id) => rowOf(id, 'Carried by checks, but not in the catalogue'));
  return strange.length === 0 ? known : [...known, areaOf('?', 'Not in the catalogue', strange)];
}

function stateOf(state: RequirementState | undefined): Pick<RequirementRow, 'state' | 'checks'> {
  return state ?? { state: 'unproven', checks: [] };
}

function areaOf(code: string, title: string, rows: readonly RequirementRow[]): AreaRow {
  const of = (state: RequirementRow['state']) => rows.filter((row) => row.state === state).length;
  return { code, title, rows, proven: of('proven'), failed: of('failed'), unproven: of('unproven') };
}

/** Which suites of the plan carry an id, whatever came of them. */
function carriersOf(suites: readonly SuiteRow[]): ReadonlyMap<string, ReadonlySet<SuiteRow>> {
  const carriers = new Map<string, Set<SuiteRow>>();
  for (const suite of suites)
    for (const id of [...suite.proves, ...suite.checks.flatMap((check) => check.proves)])
      carriers.set(id, (carriers.get(id) ?? new Set()).add(suite));
  return carriers;
}

function whyUnproven(suites: ReadonlySet<SuiteRow> | undefined): string | undefined {
  if (suites === undefined) return undefined;
  const said = [...suites].map((suite) => `${suite.name} (${whyNot(suite)})`);
  return `carried by ${said.join(', ')}, which proved nothing`;
}

function whyNot({ verdict, evidence }: SuiteRow): string {
  if (verdict === 'unknown') return 'unknown';
  return evidence !== undefined && isShrunk(evidence) ? 'under a shrunk load' : 'skipped it';
}
