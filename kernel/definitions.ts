import { discover, kindFolders, sayProblems, type Definable, type Found } from './discover.ts';
import { ENGINE, needsTarget, type Engine } from './engine.ts';
import { environmentsAmong, type Environment } from './environment.ts';
import { ConfigError } from './errors.ts';
import { FAULT } from './experiment.ts';
import { mayRun, type KindDefinition } from './kind.ts';
import { findSuites, type FoundSuites } from './load-suites.ts';
import { whyUnknown } from './requirement.ts';
import { kindOf, type Suite } from './suite.ts';
import type { Roots } from './project.ts';
import { TARGET, type Target } from './target.ts';
import { TOOL } from './tool.ts';
import type { Said } from './sentence.ts';

/** What is defined in the checkout and a run is made of, checked. */
export interface Definitions extends FoundSuites {
  readonly engines: readonly Found<Engine>[];
  readonly environments: readonly Found<Environment>[];
  readonly targets: readonly Found<Target>[];
}

/**
 * Loads everything. Throws one ConfigError that lists every problem with its file. `requirements` are the known references; `others`
 * is what else may be defined: it is checked, and whoever uses it finds it again.
 */
export async function loadDefinitions(
  roots: Roots,
  requirements: ReadonlySet<string>,
  others: readonly Definable<unknown>[] = [],
): Promise<Definitions> {
  const problems: Said[] = [];
  const walked = new Map<string, readonly string[]>();
  const where = { ...roots, problems, walked };
  const ofEngines: string[] = [];
  const ofTargets: string[] = [];
  const [{ kinds, suites }, engines, environments, targets] = await Promise.all([
    findSuites(where),
    discover(ENGINE, { ...where, problems: ofEngines }),
    discover(environmentsAmong(kindFolders(roots)), where),
    discover(TARGET, { ...where, problems: ofTargets }),
    ...[TOOL, FAULT, ...others].map((other) => discover<unknown>(other, where)),
  ]);
  const definitions = { kinds, suites, engines, environments, targets };
  problems.push(
    ...ofEngines,
    ...ofTargets,
    ...suites.flatMap((found) => checkSuite(found, definitions, requirements)),
    // A name that nothing answers to may be that of one which is malformed: that is said, and is enough.
    ...(ofEngines.length > 0 ? [] : unknownEngines(definitions)),
    ...(ofTargets.length > 0 ? [] : unknownTargets(definitions)),
    ...engines.flatMap((found) => checkEngine(found, definitions)),
    ...kinds.flatMap((found) => checkLent(found, definitions)),
    ...environments.flatMap(({ file, value }) =>
      unknownIn(`${file}: notApplicable`, Object.keys(value.notApplicable), requirements),
    ),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return definitions;
}

/** The file that defines a suite, and where it defines several, which of them. */
function placeOf({ value, file }: Found<Suite>, suites: Definitions['suites']): string {
  return suites.some((other) => other.file === file && other.value !== value)
    ? `${file}: ${value.name}`
    : file;
}

function checkSuite(
  found: Found<Suite>,
  definitions: Definitions,
  requirements: ReadonlySet<string>,
): readonly Said[] {
  const { suites, engines } = definitions;
  const { value: suite, folder } = found;
  const file = placeOf(found, suites);
  const unproven = [
    ...unknownIn(`${file}: proves`, suite.proves, requirements),
    ...checkProvenByOne(file, suite),
  ];
  const engine = engines.find((found) => found.value.name === suite.engine)?.value;
  if (engine === undefined) return unproven;
  return [
    ...unproven,
    ...checkEngineRuns(file, suite, engine, definitions),
    ...checkOptions(file, folder, suite, engine),
    ...checkMetrics(file, suite, engine),
  ];
}

/** A sentence for each reference that the catalogue does not have. */
export function unknownIn(
  where: string,
  references: readonly string[],
  known: ReadonlySet<string>,
): readonly string[] {
  const said = references.map((reference) => whyUnknown(reference, known));
  return said.filter((why) => why !== undefined).map((why) => `${where}: ${why}`);
}

/** A limit proves some of what its suite does: so the suite's own list names everything that its limits speak for. */
function checkProvenByOne(file: string, { proves, thresholds }: Suite): readonly string[] {
  return thresholds.flatMap((threshold) =>
    (threshold.proves ?? [])
      .filter((id) => !proves.includes(id))
      .map(
        (id) =>
          `${file}: thresholds: ${threshold.metric}: proves: got "${id}"; the suite proves: ${proves.join(', ') || 'nothing'}; add it there too`,
      ),
  );
}

function checkEngineRuns(
  file: string,
  { name }: Suite,
  engine: Engine,
  { kinds }: Definitions,
): readonly string[] {
  const known = kinds.map(({ value }) => value);
  if (mayRun(engine, kindOf(name), known)) return [];
  const runs = engine.kinds.join(' and ');
  return [`${file}: name: "${name}" uses engine ${engine.name}, which runs ${runs} suites`];
}

/** A kind that names an engine which nobody has would have none. */
function checkLent({ value, file }: Found<KindDefinition>, { engines }: Definitions): readonly string[] {
  const known = engines.map((found) => found.value.name);
  return (value.engines ?? [])
    .filter((name) => !known.includes(name))
    .map((name) => `${file}: engines: got "${name}"; known: ${known.join(', ')}`);
}

/** What it starts gets what itself has: nothing that needs a target can be started where there is none. */
function checkEngine({ value, file }: Found<Engine>, { engines, kinds }: Definitions): readonly string[] {
  const known = kinds.map((found) => found.value.name);
  const used = engines.filter((found) => value.uses?.includes(found.value.name));
  return [
    ...value.kinds
      .filter((kind) => !known.includes(kind))
      .map((kind) => `${file}: kinds: got "${kind}"; known: ${known.join(', ')}`),
    ...used
      .filter((found) => needsTarget(found.value) && !needsTarget(value))
      .map(
        (found) =>
          `${file}: uses: ${found.value.name} needs a target; ${value.name} needs ${String(value.needs)}`,
      ),
  ];
}

function unknownEngines({ suites, engines }: Definitions): readonly string[] {
  const known = engines.map((found) => found.value.name);
  const named = [
    ...suites.map((found) => ({
      file: placeOf(found, suites),
      where: 'engine',
      name: found.value.engine,
    })),
    ...engines.flatMap(({ file, value }) =>
      (value.uses ?? []).map((name) => ({ file, where: 'uses', name })),
    ),
  ];
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ file, where, name }) => `${file}: ${where}: got "${name}"; known: ${known.join(', ')}`);
}

function checkOptions(file: string, folder: string, suite: Suite, engine: Engine): readonly Said[] {
  try {
    engine.parse(suite.options, folder);
    return [];
  } catch (error) {
    return sayProblems(`${file}: options`, error);
  }
}

function checkMetrics(file: string, suite: Suite, engine: Engine): readonly string[] {
  const declared = new Set([...engine.metrics, ...declaredMetrics(suite.options)]);
  return suite.thresholds
    .filter((threshold) => !declared.has(threshold.metric) && !threshold.metric.startsWith('findings.'))
    .map(
      (threshold) =>
        `${file}: thresholds: nobody declares the metric "${threshold.metric}"; engine ${engine.name} declares: ${engine.metrics.join(', ')}; list further ones in options.metrics`,
    );
}

function declaredMetrics(options: unknown): readonly string[] {
  const metrics = (options as { metrics?: unknown } | null | undefined)?.metrics;
  return Array.isArray(metrics) ? metrics.filter((metric) => typeof metric === 'string') : [];
}

function unknownTargets({ environments, targets }: Definitions): readonly Said[] {
  const known = targets.map((found) => found.value.name);
  return environments
    .filter(({ value }) => !known.includes(value.target))
    .map(({ file, value: { target } }) => ({
      what: `${file}: target: got "${target}"; known: ${known.join(', ') || 'none'}.`,
      fix: `put the ${target}.target.ts back, in a folder of fixtures/targets, or name another target`,
    }));
}
