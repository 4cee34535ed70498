import type { Definitions } from './definitions.ts';
import { sayProblems, type Found } from './discover.ts';
import { needsTarget, type Engine } from './engine.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from './errors.ts';
import type { PlannedRecord } from './run-journal.ts';
import { select, type Selected, type Selection } from './select.ts';
import { kindOf, type ResolvedSuite, type Suite } from './suite.ts';
import type { Effect, Offer } from './permission.ts';
import type { Offers } from './target.ts';
import { resolveThresholds } from './threshold.ts';
import { AD_HOC_TIMEOUT_MS } from './time-limit.ts';

/** A suite with everything that is needed to run it. */
export interface PlannedSuite extends PlannedRecord {
  readonly suite: ResolvedSuite;
  readonly engine: Engine;
  readonly options: unknown;
  /** Absolute. */
  readonly folder: string;
  readonly adHoc: boolean;
}

export interface Plan {
  readonly environment: Environment;
  readonly planned: readonly PlannedSuite[];
  readonly skipped: Selected['skipped'];
}

/** The environment by name; a ConfigError names those that exist. */
export function environmentNamed(definitions: Definitions, name: string): Environment {
  const found = definitions.environments.find((one) => one.value.name === name);
  if (found) return found.value;
  const known = definitions.environments.map((one) => one.value.name).join(', ');
  throw new ConfigError(`--env: got "${name}"; known: ${known}`);
}

/**
 * Turns a selection into runs. Throws one ConfigError with every problem, before anything has started. A suite that does more than
 * the environment lets it is refused where it, or its kind, was named; where a stage has it, it stays planned as not applicable.
 */
export function plan(definitions: Definitions, selection: Selection, environment: Environment): Plan {
  const { product = environment.target } = environment;
  const { suites, skipped } = select(definitions, { product, ...selection });
  const problems: string[] = [];
  const offers = offersIn(definitions, environment);
  const planned = suites.map((found) => {
    const limits: string[] = [];
    const one = planSuite(found, definitions, environment, limits);
    const refused = [
      ...refusals([one], environment, definitions),
      ...(selection.names.length > 0 ? refuseEffect(one, environment) : []),
    ];
    // What may not run there needs no limits there.
    problems.push(...(refused.length > 0 ? refused : limits));
    return notApplicable(one, environment, offers);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { environment, planned, skipped };
}

function offersIn({ targets }: Definitions, environment: Environment): Offers {
  const target = targets.find(({ value }) => value.name === environment.target)?.value;
  return target?.offers?.(environment) ?? {};
}

/** The suite with what it does not find there, and the sentence that says so; as it was where it finds everything. */
function notApplicable(planned: PlannedSuite, environment: Environment, offers: Offers): PlannedSuite {
  const { suite } = planned;
  const forbidden = refuseEffect(planned, environment);
  const lacking = suite.needs.filter((need) => offers[need] !== true);
  const missing: readonly (Offer | Effect)[] = [...(forbidden.length > 0 ? [suite.effect] : []), ...lacking];
  if (missing.length === 0) return planned;
  const lacks = lacking.map(
    (need) => `it needs ${need}: ${String(offers[need] ?? 'the target does not offer it')}`,
  );
  const what = `not applicable here: ${[...forbidden, ...lacks].join('; ')}`;
  const fix = `./harness doctor --env ${environment.name} shows what it has`;
  const unavailable = { what, ...(lacking.length > 0 && { fix }) };
  return { ...planned, missing: [...missing], unavailable };
}

/** The sentence, if a suite does more than the environment lets suites do. One that looks at no target does nothing there. */
export function refuseEffect(
  { suite: { name, effect }, engine }: Pick<PlannedSuite, 'suite' | 'engine'>,
  environment: Environment,
): readonly string[] {
  if (environment.effects.includes(effect) || !needsTarget(engine)) return [];
  const allowed = environment.effects.join(', ') || 'nothing';
  return [
    `${name}: environment ${environment.name} lets suites do no more than: ${allowed}; this one ${effect}`,
  ];
}

function planSuite(
  { value, file, folder }: Found<Suite>,
  definitions: Definitions,
  environment: Environment,
  problems: string[],
): PlannedSuite {
  const engine = engineNamed(definitions, value.engine);
  const suite = { ...value, thresholds: [...resolveThresholds(value, environment, problems)] };
  const options = engine.parse(value.options, folder);
  return { suite, engine, options, folder, file, toolKind: toolKindOf(engine, suite), adHoc: false };
}

/** The folder of a suite's evidence below that of its kind. */
function toolKindOf({ toolKind }: Engine, { name }: Pick<Suite, 'name'>): string {
  return toolKind ?? kindOf(name);
}

export function engineNamed(definitions: Definitions, name: string): Engine {
  const found = definitions.engines.find((one) => one.value.name === name);
  if (found) return found.value;
  const known = definitions.engines.map((one) => one.value.name).join(', ');
  throw new ConfigError(`engine: got "${name}"; known: ${known}`);
}

/** An engine and all that it may start inside its suites, directly or through another. */
export function withUsed(engine: Engine, definitions: Definitions): readonly Engine[] {
  const engines = new Set([engine]);
  for (const one of engines) for (const name of one.uses ?? []) engines.add(engineNamed(definitions, name));
  return [...engines];
}

/**
 * What the environment does not allow, a sentence for each suite and permission: its own kind, what its options need beside it, the
 * first kind of each engine that its engine may start, and what its engine knows of further rules.
 */
export function refusals(
  planned: readonly PlannedSuite[],
  environment: Environment,
  definitions: Definitions,
): readonly string[] {
  return planned.flatMap(({ suite, engine, options }) => {
    const own = kindOf(suite.name);
    const used = withUsed(engine, definitions).filter((one) => one !== engine && one.kinds[0] !== own);
    return [
      ...refuse(suite.name, own, environment),
      // A kind may borrow an engine, and not what the environment says of that one.
      ...(engine.kinds.includes(own)
        ? []
        : refuse(`${suite.name} is run by ${engine.name}`, engine.kinds[0], environment)),
      ...[...suite.permissions, ...(engine.permissions?.(options) ?? [])].flatMap((one) =>
        refuse(suite.name, one, environment),
      ),
      ...used.flatMap(({ name, kinds }) => refuse(`${suite.name} starts ${name}`, kinds[0], environment)),
      ...(engine.refuses?.(options, environment) ?? []).map(
        (rule) => `${suite.name}: environment ${environment.name}: ${rule}`,
      ),
    ];
  });
}

/** The sentence, if there is one. `who` reads like `chaos/x`, or `chaos/x starts k6`. */
export function refuse(who: string, what: string, { name, allows }: Environment): readonly string[] {
  if (allows.includes(what)) return [];
  return [`${who}: environment ${name} does not allow ${what}; it allows: ${allows.join(', ') || 'nothing'}`];
}

export interface AdHocRequest {
  /** Absolute. */
  readonly file: string;
  /** As the user wrote it. */
  readonly shown: string;
  readonly engine?: string | undefined;
}

/** Plans a plain file that has no definition. Exactly one engine must take it; otherwise a ConfigError names `--engine`. */
export async function planFile(definitions: Definitions, request: AdHocRequest): Promise<PlannedSuite> {
  const { engine, options } = await engineFor(definitions, request);
  const folder = request.file.slice(0, request.file.lastIndexOf('/'));
  try {
    const parsed = engine.parse(options, folder);
    const suite = adHocSuite(engine, request);
    const toolKind = toolKindOf(engine, suite);
    return { suite, engine, options: parsed, folder, file: request.shown, toolKind, adHoc: true };
  } catch (error) {
    throw new ConfigError(sayProblems(request.shown, error));
  }
}

async function engineFor(definitions: Definitions, { file, shown, engine: wanted }: AdHocRequest) {
  const all = definitions.engines.map((found) => found.value);
  const candidates = wanted === undefined ? all : [engineNamed(definitions, wanted)];
  const offers = await Promise.all(
    candidates.map(async (engine) => ({
      engine,
      options: await engine.accepts?.(file, wanted !== undefined),
    })),
  );
  const taking = offers.filter((offer) => offer.options !== undefined);
  const [only] = taking;
  if (only && taking.length === 1) return only;
  throw new ConfigError(
    `${shown}: ${whyNotOne(
      taking.map(({ engine }) => engine.name),
      wanted,
      all,
    )}`,
  );
}

function whyNotOne(taking: readonly string[], wanted: string | undefined, all: readonly Engine[]): string {
  if (taking.length > 0) return `${taking.join(' and ')} both take this file; name one with --engine`;
  const known = all.filter((engine) => engine.accepts !== undefined).map((engine) => engine.name);
  const asked = known.join(', ');
  if (wanted === undefined)
    return `no engine takes this file (asked: ${asked}), for it imports none of their tools; name one with --engine`;
  return `engine ${wanted} does not run this file; plain files are run by ${asked}`;
}

/** Whether a suite is called as that of a plain file is: by the file with its ending, and a number where several are called alike. */
export function isOfPlainFile(suite: string): boolean {
  return /-[cm]?[jt]sx?(-\d+)?$/.test(suite);
}

function adHocSuite(engine: Engine, { file, shown }: AdHocRequest): ResolvedSuite {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const slug =
    base
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'file';
  return {
    name: `${engine.kinds[0]}/${slug}`,
    title: `The plain file ${shown}`,
    owner: 'whoever runs it',
    engine: engine.name,
    stages: [],
    tags: [],
    effect: 'writes',
    needs: [],
    permissions: [],
    proves: [],
    timeoutMs: AD_HOC_TIMEOUT_MS,
    weight: 'alone',
    thresholds: [],
    expects: { checks: 0 },
    options: {},
  };
}
