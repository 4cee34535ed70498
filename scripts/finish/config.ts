import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configSchema, stagesOf, type HarnessConfig } from '../../kernel/config.ts';
import { unknownIn, type Definitions } from '../../kernel/definitions.ts';
import { nearTo } from '../../kernel/did-you-mean.ts';
import { sayProblems } from '../../kernel/discover.ts';
import { ConfigError } from '../../kernel/errors.ts';
import { isOfPlainFile } from '../../kernel/plan.ts';
import type { Said } from '../../kernel/sentence.ts';
import type { PolicyChanges, StagePolicy } from '../../kernel/policy.ts';
import { ROOT } from '../root.ts';

const FILE = 'harness.config.ts';

/** The checked harness.config.ts. A ConfigError lists every problem. */
export async function loadConfig(): Promise<HarnessConfig> {
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(join(ROOT, FILE)).href)) as { default?: unknown }).default;
  } catch (error) {
    throw new ConfigError(sayProblems(FILE, error));
  }
  return parseConfig(exported);
}

/** A field that is there without a value is a mistyped name (`mustProve.smok`), and no wish for the default: nothing would be demanded. */
export function parseConfig(config: unknown): HarnessConfig {
  const unset = undefinedIn(config);
  if (unset.length > 0)
    throw new ConfigError(
      unset.map(
        (where) => `${FILE}: ${where}: got undefined; correct the name in its value, or leave it out`,
      ),
    );
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) throw new ConfigError(sayProblems(FILE, parsed.error));
  return parsed.data;
}

/** The fields that are there with the value undefined: `stages.smoke.mustProve`. */
function undefinedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [name] : undefinedIn(inner).map((deeper) => `${name}.${deeper}`),
  );
}

/** Names in the policy and the waivers that nothing in the checkout answers to. A required suite may still have to be written. */
export function checkConfig(
  config: HarnessConfig,
  definitions: Definitions,
  requirements: ReadonlySet<string>,
): void {
  const { environment, stages, otherwise, waivers, publish, slos } = config;
  const knownStages = new Set(stagesOf(config));
  const namesOf = (found: readonly { readonly value: { readonly name: string } }[]) =>
    new Set(found.map(({ value }) => value.name));
  const known = {
    suite: namesOf(definitions.suites),
    kind: namesOf(definitions.kinds),
    environment: namesOf(definitions.environments),
  };
  const unknown = (where: string, what: keyof typeof known, names: readonly string[] = []) =>
    names
      .filter((name) => !known[what].has(name))
      .map((name) => `${FILE}: ${where}: no ${what} "${name}"; ${sayKnown(name, known[what])}`);
  const inPolicy = (where: string, policy: PolicyChanges): readonly Said[] => [
    ...inStages(
      `${FILE}: ${where}.fresh`,
      (policy.fresh ?? []).map(({ stage }) => stage),
    ),
    ...unknown(`${where}.notWorse`, 'suite', policy.notWorse),
    ...unknown(`${where}.kinds`, 'kind', policy.kinds),
    ...unknownIn(`${FILE}: ${where}.mustProve`, policy.mustProve ?? [], requirements),
  ];
  const inStage = ([where, { environments = {}, phases = {}, ...policy }]: [string, StagePolicy]) => [
    ...inPolicy(where, policy),
    ...unknown(`${where}.environments`, 'environment', Object.keys(environments)),
    ...Object.entries(environments).flatMap(([name, changes]) =>
      inPolicy(`${where}.environments.${name}`, changes),
    ),
    ...Object.entries(phases).flatMap(([name, changes]) => inPolicy(`${where}.phases.${name}`, changes)),
  ];
  const inStages = (where: string, named: readonly string[]) =>
    named
      .filter((stage) => !knownStages.has(stage))
      .map((stage) => ({
        what: `${where}: got the stage "${stage}"; ${sayKnown(stage, knownStages)}.`,
        fix: `correct it; or, where it is a stage of your own, write its policy in ${FILE}, below stages`,
      }));
  const problems: readonly Said[] = [
    ...definitions.suites.flatMap(({ value, file }) => inStages(`${file}: stages`, value.stages)),
    ...publish.flatMap(({ publisher, stages: those = [] }) =>
      inStages(`${FILE}: publish: ${publisher}`, those),
    ),
    ...slos.objectives.flatMap(({ id, of }) =>
      inStages(`${FILE}: slos: objective ${id}`, of.runs === undefined ? [] : [of.runs]),
    ),
    ...unknown('environment', 'environment', environment === 'local' ? [] : [environment]),
    ...Object.entries(stages).flatMap(inStage),
    ...inPolicy('otherwise', otherwise),
    ...waivers
      .filter(({ suite }) => !isOfPlainFile(suite))
      .flatMap(({ of, suite }) => unknown(`the waiver of ${of}`, 'suite', [suite])),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function sayKnown(name: string, known: ReadonlySet<string>): string {
  const [near] = nearTo(name, [...known], 0.3);
  return near === undefined ? `known: ${[...known].join(', ')}` : `the nearest is "${near}"`;
}
