import { discover, refuseDuplicates, sayProblems, type Found } from './discover.ts';
import type { Engine } from './engine.ts';
import { environmentSchema, type Environment } from './environment.ts';
import { ConfigError } from './errors.ts';
import { KINDS, kindOf, suiteSchema, type Suite } from './suite.ts';
import type { Target } from './target.ts';

/** Everything that is defined in the checkout, checked. */
export interface Definitions {
  readonly suites: readonly Found<Suite>[];
  readonly engines: readonly Found<Engine>[];
  readonly environments: readonly Found<Environment>[];
  readonly targets: readonly Found<Target>[];
}

/** Loads the suites alone: what `list` shows. Throws one ConfigError with every problem. */
export async function loadSuites(root: string): Promise<readonly Found<Suite>[]> {
  const problems: string[] = [];
  const suites = await findSuites(root, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return suites;
}

async function findSuites(root: string, problems: string[]): Promise<readonly Found<Suite>[]> {
  const suites = await discover(
    { root, within: KINDS, suffix: 'suite', parse: (value) => suiteSchema.parse(value) },
    problems,
  );
  refuseDuplicates('suite', suites, problems);
  return suites;
}

/**
 * Loads everything. Throws one ConfigError that lists every problem with its file. `requirements` are the known ids.
 */
export async function loadDefinitions(root: string, requirements: ReadonlySet<string>): Promise<Definitions> {
  const problems: string[] = [];
  const [suites, engines, environments, targets] = await Promise.all([
    findSuites(root, problems),
    discover({ root, within: KINDS, suffix: 'engine', parse: (value) => value as Engine }, problems),
    discover(
      { root, within: ['fixtures'], suffix: 'environment', parse: (value) => environmentSchema.parse(value) },
      problems,
    ),
    discover({ root, within: ['fixtures'], suffix: 'target', parse: (value) => value as Target }, problems),
  ]);
  refuseDuplicates('engine', engines, problems);
  refuseDuplicates('environment', environments, problems);
  refuseDuplicates('target', targets, problems);
  const definitions = { suites, engines, environments, targets };
  problems.push(...suites.flatMap((found) => checkSuite(found, definitions, requirements)));
  problems.push(...environments.flatMap((found) => checkEnvironment(found, definitions)));
  if (problems.length > 0) throw new ConfigError(problems);
  return definitions;
}

function checkSuite(
  { value: suite, file, folder }: Found<Suite>,
  { engines }: Definitions,
  requirements: ReadonlySet<string>,
): readonly string[] {
  const unproven = [
    ...suite.proves
      .filter((id) => !requirements.has(id))
      .map((id) => `${file}: proves: unknown requirement "${id}"; see fixtures/requirements`),
    ...checkProvenByOne(file, suite),
  ];
  const engine = engines.find((found) => found.value.name === suite.engine)?.value;
  if (engine === undefined) {
    const known = engines.map((found) => found.value.name).join(', ');
    return [...unproven, `${file}: engine: got "${suite.engine}"; known: ${known}`];
  }
  return [
    ...unproven,
    ...checkKind(file, suite, engine),
    ...checkOptions(file, folder, suite, engine),
    ...checkMetrics(file, suite, engine),
  ];
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

function checkKind(file: string, suite: Suite, engine: Engine): readonly string[] {
  if (kindOf(suite.name) === engine.kind) return [];
  return [`${file}: name: "${suite.name}" uses engine ${engine.name}, which runs ${engine.kind} suites`];
}

function checkOptions(file: string, folder: string, suite: Suite, engine: Engine): readonly string[] {
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

function checkEnvironment({ value, file }: Found<Environment>, { targets }: Definitions): readonly string[] {
  if (targets.some((found) => found.value.name === value.target)) return [];
  const known = targets.map((found) => found.value.name).join(', ');
  return [`${file}: target: got "${value.target}"; known: ${known}`];
}
