import { basename, join } from 'node:path';
import { knownReferences, loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { LoadSettings } from '../../kernel/load-settings.ts';
import type { Plan, PlannedSuite } from '../../kernel/plan.ts';
import type { Policy } from '../../kernel/policy.ts';
import { aspectsNamed, notApplicableIn, whyNotApplicable, type Aspect } from '../../kernel/requirement.ts';
import { kindOf } from '../../kernel/suite.ts';
import { ofFiles, ofLimits, plainFilesOf } from '../quality/carriers.ts';

/** What a plan can show of what its policy demands, before anything runs. */
export interface OpenHere {
  /** How many aspects the policy demands. */
  readonly demanded: number;
  /** Those that no run of this plan can prove, whatever it finds. */
  readonly open: readonly { readonly reference: string; readonly why: string }[];
  /** Those that do not apply in this environment. */
  readonly absent: readonly { readonly reference: string; readonly why: string }[];
  /** Suites that make less load, or for less time, than their profile means: `load/soak: time × 0.0025, rate × 0.15`. */
  readonly shrunk: readonly string[];
}

/** What cannot be proven here, and why, as far as that can be read without running anything. */
export async function openHere(
  plan: Plan,
  policy: Pick<Policy, 'mustProve'> | undefined,
  load: LoadSettings,
): Promise<OpenHere> {
  const known = knownReferences();
  const suites = await Promise.all(plan.planned.map((one) => plannedOf(one, plan, load, known)));
  const catalogue = loadRequirements();
  const demanded = aspectsNamed(policy?.mustProve ?? [], catalogue);
  const notApplicable = notApplicableIn(plan.environment, catalogue);
  const whyAbsent = ({ reference }: Aspect) => whyNotApplicable(reference, notApplicable);
  const sort = (why: (aspect: Aspect) => string | undefined) =>
    demanded.flatMap((aspect) => {
      const said = why(aspect);
      return said === undefined ? [] : [{ reference: aspect.reference, why: said }];
    });
  return {
    demanded: demanded.length,
    absent: sort(whyAbsent),
    open: sort((aspect) => (whyAbsent(aspect) === undefined ? whyOpen(aspect, suites) : undefined)),
    shrunk: suites.flatMap(({ name, shrunk }) => (shrunk === undefined ? [] : [`${name}: ${shrunk}`])),
  };
}

interface Planned {
  readonly name: string;
  /** What its limits and its checks carry. */
  readonly limits: ReadonlySet<string>;
  readonly checks: ReadonlySet<string>;
  readonly cannotRun: boolean;
  readonly shrunk: string | undefined;
}

async function plannedOf(
  { suite, engine, options, folder, file, adHoc, unavailable }: PlannedSuite,
  { environment }: Plan,
  load: LoadSettings,
  known: ReadonlySet<string>,
): Promise<Planned> {
  // Beside a plain file stand strangers to it.
  const files = adHoc ? [join(folder, basename(file))] : plainFilesOf(folder);
  const own = (await engine.proves?.(options)) ?? [];
  const scale = await engine.scale?.({ options, environment, load, adHoc });
  return {
    name: suite.name,
    limits: new Set(ofLimits(suite)),
    checks: new Set([...ofFiles(files, known), ...own]),
    cannotRun: unavailable !== undefined,
    shrunk: scale && sayScale(scale),
  };
}

function sayScale({ time, rate }: { readonly time: number; readonly rate: number }): string | undefined {
  const said = [...(time < 1 ? [`time × ${time}`] : []), ...(rate < 1 ? [`rate × ${rate}`] : [])];
  return said.length === 0 ? undefined : said.join(', ');
}

function whyOpen({ reference, by, kinds, whole }: Aspect, suites: readonly Planned[]): string | undefined {
  if (by === 'import') return 'waits for imported evidence';
  if (by === 'run') return undefined;
  const carriers = suites.filter(({ limits, checks }) => limits.has(reference) || checks.has(reference));
  if (carriers.length === 0) return 'no planned suite carries it';
  const right = carriers.filter(({ name }) => kinds?.includes(kindOf(name)) !== false);
  if (right.length === 0) return `only ${(kinds ?? []).join(' and ')} suites prove it`;
  const able = right.filter(({ cannotRun }) => !cannotRun);
  if (able.length === 0) return `${right.map(({ name }) => name).join(' and ')} cannot run here`;
  // As it is judged: under a shrunk load a check may prove what does not ask for the whole one, and a limit nothing.
  const isProvable = able.some(
    ({ shrunk, checks }) => shrunk === undefined || (whole !== true && checks.has(reference)),
  );
  return isProvable ? undefined : 'only a whole load proves it, and here it is shrunk';
}
