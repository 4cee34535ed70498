import type { Definitions } from '../../../kernel/definitions.ts';
import { nearTo } from '../../../kernel/did-you-mean.ts';
import type { Environment } from '../../../kernel/environment.ts';
import { needsTarget } from '../../../kernel/engine.ts';
import { ConfigError } from '../../../kernel/errors.ts';
import { plan, type PlannedSuite } from '../../../kernel/plan.ts';
import { kindOf } from '../../../kernel/suite.ts';
import type { Target, MutableSource } from '../../../kernel/target.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { loadAll } from '../../definitions.ts';
import { ROOT } from '../../root.ts';
import { chooseEnvironment } from '../../session/choose-environment.ts';
import type { Asked, Fingerprint } from '../detection-log.ts';
import { fingerprintOfTree } from '../fingerprint.ts';
import { readEquivalents, refuseTooMany, reviewedIn } from './equivalents.ts';
import { findMutants } from './find-mutants.ts';
import { sampleOf } from './sample.ts';

/** The command line of `detect` that is about mutants. */
export interface MutantOptions {
  readonly mutants?: string;
  readonly mutant: readonly string[];
  readonly mutators: readonly string[];
  readonly seed?: string;
  readonly kinds: readonly string[];
  /** Of the other detection; refused here. */
  readonly defect: readonly string[];
  readonly clean?: string;
  readonly env: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

export interface PreparedMutants {
  readonly definitions: Definitions;
  readonly environment: Environment;
  readonly target: Target;
  readonly source: MutableSource;
  /** In the order in which they are tried. */
  readonly sample: readonly Mutant[];
  /** Why some of them are equivalent, by id. */
  readonly reviewed: ReadonlyMap<string, string>;
  /** How many there are to choose from. */
  readonly all: number;
  /** Suites by kind, in the order in which kinds are tried. */
  readonly kinds: readonly { readonly kind: string; readonly suites: readonly PlannedSuite[] }[];
  readonly asked: Asked;
  readonly fingerprint: Fingerprint;
}

/** From the command line to what is to be tried. Everything that can be wrong is said in a ConfigError, before anything starts. */
export async function prepareMutants(options: MutantOptions): Promise<PreparedMutants> {
  refuseMixed(options);
  const seed = numberOf('--seed', options.seed ?? '1', 0);
  const definitions = await loadAll();
  const environment = chooseEnvironment(definitions, options.env);
  const { target, source } = targetOf(definitions, environment);
  const mutants = await findMutants(ROOT, source);
  const named = namedBy(options, mutants);
  const sample = named ?? sampleOf(mutants, numberOf('--mutants', options.mutants ?? '', 1), seed);
  const reviewed = reviewedIn({
    root: ROOT,
    target: target.name,
    mutants,
    equivalents: readEquivalents(ROOT, target.name),
  });
  refuseTooMany(sample, reviewed, target.name);
  const kinds = options.kinds.map((kind) => ({ kind, suites: suitesOf(kind, definitions, environment) }));
  return {
    ...{ definitions, environment, target, source, sample, reviewed, kinds, all: mutants.length },
    asked: {
      defects: [],
      clean: 0,
      mutants: {
        ...{ number: sample.length, seed, kinds: [...options.kinds] },
        ids: (named ?? []).map(({ id }) => id).sort(),
      },
    },
    fingerprint: fingerprintOfTree(environment.name),
  };
}

function refuseMixed({ mutants, mutant, mutators, defect, clean, seed }: MutantOptions): void {
  const isNamed = mutant.length > 0 || mutators.length > 0;
  const problems = [
    defect.length > 0 &&
      '--defect plants defects, and --mutants, --mutant and --mutators try mutants; give one of them',
    clean !== undefined && '--clean goes with defects; with mutants there are clean runs in between',
    mutants !== undefined &&
      isNamed &&
      '--mutants chooses by chance what --mutant and --mutators name; give one of them',
    mutant.length > 0 &&
      mutators.length > 0 &&
      '--mutators names all that --mutant chooses from; give one of them',
    isNamed && seed !== undefined && '--seed goes with --mutants; what is named leaves nothing to chance',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConfigError(problems);
}

function numberOf(option: string, said: string, least: number): number {
  if (/^\d{1,9}$/.test(said) && Number(said) >= least) return Number(said);
  throw new ConfigError(`${option}: got "${said}"; a whole number from ${least} on is needed`);
}

function targetOf({ targets }: Definitions, environment: Environment) {
  const target = targets.find(({ value }) => value.name === environment.target)?.value;
  const source = target?.mutable;
  if (target !== undefined && source !== undefined) return { target, source };
  throw new ConfigError({
    what: `environment ${environment.name}: target ${environment.target} does not say what of its source may be changed.`,
    fix: `say it in its definition, \`mutable\`, if it is started from the checkout, or name another environment`,
  });
}

/** Those that the command line names, by themselves or by what made them; none: undefined. */
function namedBy(
  { mutant, mutators }: MutantOptions,
  mutants: readonly Mutant[],
): readonly Mutant[] | undefined {
  if (mutant.length > 0) return chosen(mutants, mutant);
  if (mutators.length === 0) return undefined;
  const known = [...new Set(mutants.map(({ mutator }) => mutator))].sort();
  const missing = mutators.filter((name) => !known.includes(name));
  if (missing.length > 0)
    throw new ConfigError({
      what: `--mutators: none of ${missing.join(', ')} changes anything here.`,
      fix: `name some of: ${known.join(', ')}`,
    });
  return mutants.filter(({ mutator }) => mutators.includes(mutator));
}

function chosen(mutants: readonly Mutant[], ids: readonly string[]): readonly Mutant[] {
  const known = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0) return ids.flatMap((id) => known.get(id) ?? []);
  throw new ConfigError(
    missing.map((id) => ({
      what: `--mutant: there is no "${id}"; near it: ${nearTo(id, [...known.keys()]).join(', ')}.`,
      fix: 'the place may read otherwise since; see what survived in a detection of this code',
    })),
  );
}

/** Those that look at the target, and can run there. */
function suitesOf(kind: string, definitions: Definitions, environment: Environment): readonly PlannedSuite[] {
  const known = new Set(definitions.suites.map(({ value }) => kindOf(value.name)));
  if (!known.has(kind))
    throw new ConfigError(`--kinds: got "${kind}"; kinds with suites: ${[...known].sort().join(', ')}`);
  const { planned } = plan(definitions, { names: [kind], tags: [] }, environment);
  return planned.filter(({ unavailable, engine }) => unavailable === undefined && needsTarget(engine));
}
